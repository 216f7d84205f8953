// Validates files by AWS's language service: node service.js NODE_MODULES FILE...
"use strict";

const fs = require("fs");
const path = require("path");

const [modules, ...files] = process.argv.slice(2);
const service = require(path.join(modules, "amazon-states-language-service"));

async function main() {
  const language = service.getLanguageService({});
  for (const file of files) {
    const text = fs.readFileSync(file, "utf8");
    const document = service.TextDocument.create("file:///" + file, "asl", 1, text);
    const found = await language.doValidation(document, language.parseJSONDocument(document));
    console.log(file, found.length);
  }
}

main();
