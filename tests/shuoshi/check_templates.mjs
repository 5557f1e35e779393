// Holds element templates on stdin against the JSON schema of Camunda Modeler; writes what is wrong as JSON.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(import.meta.url);
const Ajv = require("ajv");
const schema = require("@camunda/zeebe-element-templates-json-schema/resources/schema.json");
const validate = new Ajv({ allErrors: true, schemaId: "$id", logger: false }).compile(schema);
const wrong = JSON.parse(readFileSync(0, "utf-8"))
  .filter((template) => !validate(template))
  .map((template) => ({ template: template.id, errors: validate.errors }));
process.stdout.write(JSON.stringify(wrong));
