// Times AWS's language service on the edits that a plan describes, in this very process.
//
//   node aws.js PACKAGE_FOLDER PLAN.json
//
// The plan names a text, the offset and the character that is typed there and taken away again, how
// often, and how many of the first edits do not count. The answer is one line of JSON: milliseconds
// and the number of problems found, per edit.
"use strict";

const fs = require("fs");
const path = require("path");

const [folder, planFile] = process.argv.slice(2);
const service = require(path.resolve(folder, "node_modules/amazon-states-language-service"));
const plan = JSON.parse(fs.readFileSync(planFile, "utf8"));

async function main() {
  const language = service.getLanguageService({});
  const uri = "file:///machine.asl.json";
  let document = service.TextDocument.create(uri, "asl", 1, plan.text);
  const milliseconds = [];
  const problems = [];
  for (let edit = 0; edit < plan.edits; edit++) {
    const typed = edit % 2 === 0;
    const start = document.positionAt(plan.offset);
    const end = document.positionAt(typed ? plan.offset : plan.offset + plan.character.length);
    const change = { range: { start, end }, text: typed ? plan.character : "" };
    const before = process.hrtime.bigint();
    document = service.TextDocument.update(document, [change], edit + 2);
    const parsed = language.parseJSONDocument(document);
    const found = await language.doValidation(document, parsed);
    const took = Number(process.hrtime.bigint() - before) / 1e6;
    if (edit >= plan.warmup) {
      milliseconds.push(took);
      problems.push(found.length);
    }
  }
  process.stdout.write(JSON.stringify({ milliseconds, problems }) + "\n");
}

main();
