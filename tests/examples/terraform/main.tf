resource "aws_sfn_state_machine" "refund" {
  name     = "refund-${var.stage}"
  role_arn = aws_iam_role.refund.arn

  definition = jsonencode({
    StartAt = "Refund"
    States = {
      Refund = {
        Type     = "Task"
        Resource = aws_lambda_function.refund.arn
        Next     = "Notfy"
      }
      Notify = { Type = "Succeed" }
    }
  })
}

resource "aws_sfn_state_machine" "archive" {
  name     = "archive-${var.stage}"
  role_arn = aws_iam_role.archive.arn
  type     = "EXPRESS"

  definition = templatefile("${path.module}/archive.asl.json", {
    bucket = aws_s3_bucket.archive.bucket
  })
}
