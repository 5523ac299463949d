;;; emacs_smoke.el --- what eglot shows of one file  -*- lexical-binding: t -*-

;;; Commentary:
;; Driven by test_emacs.py: opens a file, lets eglot put up its hints, and writes down what it has.

;;; Code:

(require 'eglot)
(require 'json)
(require 'flymake)

(setq eglot-sync-connect 60
      eglot-autoshutdown t
      python-indent-guess-indent-offset-verbose nil
      eglot-events-buffer-config '(:size 0 :format full))

(defun smoke-wait (what condition)
  "Let messages come in until CONDITION holds; fail naming WHAT after a minute."
  (let ((end (time-add nil 60)) found)
    (while (not (setq found (funcall condition)))
      (when (time-less-p end nil) (error "Waited in vain for %s" what))
      (accept-process-output nil 0.05)
      (sit-for 0.01))
    found))

(defun smoke-label (hint)
  "The text of HINT."
  (let ((label (plist-get hint :label)))
    (if (stringp label) label
      (mapconcat (lambda (part) (plist-get part :value)) label ""))))

(defun smoke-hints ()
  "The hints of the buffer, as eglot's own request has them: (row column text)."
  (let ((hints (jsonrpc-request
                (eglot-current-server) :textDocument/inlayHint
                (list :textDocument (eglot--TextDocumentIdentifier)
                      :range (list :start (eglot--pos-to-lsp-position (point-min))
                                   :end (eglot--pos-to-lsp-position (point-max)))))))
    (mapcar (lambda (hint)
              (let ((at (plist-get hint :position)))
                (vector (plist-get at :line) (plist-get at :character) (smoke-label hint))))
            hints)))

(defun smoke-shown ()
  "The texts of the hints that eglot has put into the buffer, with their rows."
  (eglot--update-hints-1 (point-min) (point-max))
  (smoke-wait "overlays"
              (lambda ()
                (cl-loop for one in (overlays-in (point-min) (point-max))
                         when (overlay-get one 'eglot--inlay-hint)
                         collect (substring-no-properties
                                  (or (overlay-get one 'after-string) (overlay-get one 'before-string) ""))))))

(defun smoke-holding (text)
  "The hints, once one of them holds TEXT."
  (smoke-wait text
              (lambda ()
                (let ((hints (smoke-hints)))
                  (and (cl-some (lambda (hint) (string-search text (aref hint 2))) hints)
                       (cl-some (lambda (hint) (= 5 (aref hint 0))) hints)
                       hints)))))

(defun smoke ()
  "Everything; the result is an alist for JSON."
  (let* ((options (json-parse-string (getenv "CWM_TEST_OPTIONS") :object-type 'plist :false-object :json-false))
         (eglot-server-programs
          `((python-mode . (,(getenv "CWM_TEST_PYTHON") "-m" "cwm_lsp.cli" "lsp" :initializationOptions ,options)))))
    (find-file (getenv "CWM_TEST_FILE"))
    (unless (derived-mode-p 'python-mode) (python-mode))
    (apply #'eglot--connect (eglot--guess-contact))
    (smoke-wait "the server" #'eglot-current-server)
    (eglot--managed-mode 1)
    (let* ((server (eglot-current-server))
           (encoding (plist-get (eglot--capabilities server) :positionEncoding))
           (hints (smoke-holding "'a🍓a'"))
           (shown (smoke-shown))
           (hover (progn (goto-char (point-min)) (search-forward "def c")
                         (jsonrpc-request server :textDocument/hover (eglot--TextDocumentPositionParams))))
           (problems (smoke-wait "diagnostics" (lambda () (smoke-problems)))))
      (unless (cl-some (lambda (text) (string-search "'a🍓a'" text)) shown)
        (error "Eglot shows other hints than it was given: %S" shown))
      (goto-char (point-min))
      (search-forward "count(\"a🍓")
      (insert "🍓")
      (eglot--signal-textDocument/didChange)
      (list (cons 'encoding encoding)
            (cons 'hints (vconcat hints))
            (cons 'hover (plist-get (plist-get hover :contents) :value))
            (cons 'problems (vconcat problems))
            (cons 'edited (vconcat (smoke-holding "'a🍓🍓a'")))))))

(defun smoke-problems ()
  "The diagnostics that the server has pushed: (row text)."
  (save-excursion
    (mapcar (lambda (one)
              (goto-char (if (numberp (flymake-diagnostic-beg one)) (flymake-diagnostic-beg one) (point-min)))
              (vector (1- (line-number-at-pos)) (flymake-diagnostic-text one)))
            eglot--diagnostics)))

(let* ((coding-system-for-write 'utf-8)
       (seen (condition-case failure (smoke)
               (error (list (cons 'error (format "%S" failure)))))))
  (with-temp-file (getenv "CWM_TEST_OUT")
    (insert (json-serialize seen)))
  (ignore-errors (eglot-shutdown (eglot-current-server)))
  (set-buffer-modified-p nil)
  (kill-emacs 0))

;;; emacs_smoke.el ends here
