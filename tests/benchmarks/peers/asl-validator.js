// Validates files by asl-validator: node asl-validator.js NODE_MODULES FILE...
"use strict";

const fs = require("fs");
const path = require("path");

const [modules, ...files] = process.argv.slice(2);
const validate = require(path.join(modules, "asl-validator"));

for (const file of files) {
  const { isValid, errorsText } = validate(JSON.parse(fs.readFileSync(file, "utf8")));
  console.log(file, isValid ? "valid" : errorsText());
}
