"""From a text to diagnostics: what is known of it, rules, and what directives silence."""
