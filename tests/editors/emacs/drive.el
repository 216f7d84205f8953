;;; drive.el --- What the test asks of Emacs  -*- lexical-binding: t -*-

;; Everything goes through eglot's own commands.  Each answer is one line of JSON on standard output.

(require 'package)
(package-initialize)
(load (getenv "ASLLINT_CONFIG"))
(require 'flymake)
(require 'json)
(setq eglot-sync-connect 20 eglot-confirm-server-initiated-edits nil make-backup-files nil)

(defun drive-say (name value)
  (princ (concat (json-encode (vector name value)) "\n")))

(defun drive-wait (what condition)
  "Let messages in until CONDITION gives something, which is returned."
  (let ((end (+ (float-time) 20)) found)
    (while (not (or (setq found (funcall condition)) (> (float-time) end)))
      (accept-process-output nil 0.01)
      (flymake-start))
    (or found (error "Waited in vain for %s" what))))

(defun drive-open (file)
  "Visit FILE as a user would, and let eglot connect."
  (find-file file)
  (run-hooks 'post-command-hook)
  (drive-wait "the server" #'eglot-current-server)
  (flymake-mode 1)
  (drive-say "mode" (symbol-name major-mode)))

(defun drive-diagnostics ()
  "The line, the columns and the text of what flymake shows."
  (mapcar
   (lambda (one)
     (goto-char (flymake-diagnostic-beg one))
     (vector (line-number-at-pos) (- (point) (line-beginning-position))
           (- (flymake-diagnostic-end one) (flymake-diagnostic-beg one))
           (flymake-diagnostic-text one)))
   (flymake-diagnostics)))

(defun drive-to (text)
  "Go to the first character of TEXT."
  (goto-char (point-min))
  (let ((case-fold-search nil))
    (search-forward text))
  (goto-char (match-beginning 0)))

(defun drive-text ()
  (buffer-substring-no-properties (point-min) (point-max)))

(drive-open (getenv "ASLLINT_FILE"))
(drive-say "diagnostics" (vconcat (drive-wait "diagnostics" #'drive-diagnostics)))

(drive-to (getenv "ASLLINT_TYPO"))
(let ((hover (jsonrpc-request (eglot--current-server-or-lose) :textDocument/hover
                              (eglot--TextDocumentPositionParams))))
  (drive-say "hover" (plist-get (plist-get hover :contents) :value)))

(delete-char (length (getenv "ASLLINT_TYPO")))
(insert (getenv "ASLLINT_RIGHT"))
(eglot--signal-textDocument/didChange) ; what an idle timer does where somebody sits before it
(drive-wait "no diagnostics" (lambda () (null (drive-diagnostics))))

(drive-to "Done")
(eglot-rename "Sent")
(drive-say "text" (drive-text))
(drive-to "Sent")
(xref-find-definitions (xref-backend-identifier-at-point (xref-find-backend)))
(drive-say "definition" (vector (line-number-at-pos) (- (point) (line-beginning-position))))

(defun drive-page ()
  (with-temp-buffer
    (insert-file-contents drive-opened)
    (buffer-string)))

(defvar drive-opened nil "The page that a browser would show.")
(setq browse-url-browser-function
      (lambda (address &rest _) (setq drive-opened (string-remove-prefix "file://" address))))
(asl-graph)
(let ((before (drive-page)))
  (save-buffer)
  (drive-say "pictures" (vector before (drive-page))))

(unless (string-empty-p (getenv "ASLLINT_COMPLETE"))
  (drive-to (getenv "ASLLINT_COMPLETE"))
  (let ((offered (jsonrpc-request (eglot--current-server-or-lose) :textDocument/completion
                                  (eglot--TextDocumentPositionParams))))
    (drive-say "offered" (vconcat (mapcar (lambda (one) (plist-get one :label))
                                          (plist-get offered :items))))))

(set-buffer-modified-p nil)
(eglot-shutdown (eglot-current-server))
