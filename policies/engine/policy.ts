// Reads, validates and compiles a policy set once, for decisions (Cedar) and residuals (see residual.ts).

import { createHash } from "node:crypto";
import { type Dirent, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import { boundedCache } from "../../caching/cache.ts";
import { decodeText, NotText } from "../../text/decode.ts";
import { boundProblem } from "./bounds.ts";
import { withDecisionCache } from "./decision-cache.ts";
import { NO_ROLE, type PersonFacts, type Principal, READ_ACTIONS, type Resource } from "./facts.ts";
import { isParsedRelease, type ParsedPolicy, readParsedRelease } from "./parsed-release.ts";
import { concerns, type PolicyForm, readForm } from "./policy-form.ts";
import { PolicyInvalid } from "./policy-invalid.ts";
import { readSchema } from "./policy-schema.ts";
import { type Decision, messageOf, type PolicyFiles, type PolicySchema, type PolicySet, type PolicyText } from "./policy-set.ts";
import { validateAll, validateChanged } from "./validate.ts";

export const SCHEMA_FILE = "candour.cedarschema";

const POLICY_DIR = join(import.meta.dirname, "..");

/** The file with the version on which a folder's policy is based. */
export const VERSION_FILE = "VERSION";

const POLICY_NAME = /^[a-z0-9-]{1,100}\.cedar$/;
export const isPolicyFile = (name: string): boolean => name === SCHEMA_FILE || POLICY_NAME.test(name);
/** Files that tools leave in a folder, and that nobody mistakes for a policy. */
const IGNORED: ReadonlySet<string> = new Set([VERSION_FILE, ".git", ".gitignore", ".gitattributes", ".DS_Store"]);
/** The hub's code beside its policies, which people may copy with the folder. */
const isCode = (entry: Dirent): boolean =>
  entry.isDirectory()
    ? CODE_FOLDERS.has(entry.name) &&
      readdirSync(join(entry.parentPath, entry.name)).every((name) => name.endsWith(".ts") || isParsedRelease(name))
    : // An earlier release had its code in the folder itself.
      /^[a-z-]+\.ts$/.test(entry.name);
const CODE_FOLDERS: ReadonlySet<string> = new Set(["engine", "review"]);

/**
 * Reads the policy files of a directory. Throws PolicyInvalid if it has no schema, a file is not UTF-8, or it contains any other file: an ignored
 * file could be a prohibition that its author believes to be in force.
 */
export function readPolicyFiles(dir: string = POLICY_DIR): PolicyFiles {
  const entries = readdirSync(dir, { withFileTypes: true }).filter((entry) => !IGNORED.has(entry.name) && !isCode(entry));
  const others = entries.filter((entry) => entry.isDirectory() || !isPolicyFile(entry.name)).map(({ name }) => name);
  if (others.length > 0)
    throw new PolicyInvalid(
      `${dir} contains files that are not part of a policy: ${others.sort().slice(0, 10).join(", ")}${others.length > 10 ? " and more" : ""}. ` +
        `Remove them, or rename them: a policy is ${SCHEMA_FILE} and files in the same folder named in lower-case words and .cedar.`,
    );
  const names = entries.map(({ name }) => name);
  if (!names.includes(SCHEMA_FILE)) throw new PolicyInvalid(`There is no ${SCHEMA_FILE} in ${dir}.`);
  return Object.fromEntries(names.sort().map((name) => [name, readPolicyFile(dir, name)]));
}

function readPolicyFile(dir: string, name: string): string {
  const bytes = readFileSync(join(dir, name));
  try {
    return decodeText(bytes);
  } catch (error) {
    throw error instanceof NotText ? new PolicyInvalid(`${name}, line ${error.line}: ${error.message}`) : error;
  }
}

const MAX_TEMPLATES = 2_000;

/** Loads the policy set of a folder, or the shipped one if no folder is named. */
export const loadPolicy = (dir: string = POLICY_DIR): PolicySet => compilePolicy(readPolicyFiles(dir), readParsedRelease());

/**
 * Compiles a policy set from its text, in order of file names, with strict validation. Policies with the same text in `like`, a set with the same schema,
 * are taken from there, because most sets differ in only a few policies from a compiled one, and each policy is parsed and validated separately.
 * Throws PolicyInvalid if a policy does not parse or validate, or lacks a unique `@id`, a `@reason` or a necessary `@challenge`.
 */
export function compilePolicy(files: PolicyFiles, like?: ParsedPolicy): PolicySet {
  const problem = boundProblem(files, SCHEMA_FILE);
  if (problem) throw new PolicyInvalid(problem);
  const schemaText = files[SCHEMA_FILE] ?? "";
  const compiled = like?.schema.text === schemaText ? like : undefined;
  const texts = new Map<string, PolicyText>();
  const staticPolicies: Record<string, string> = {};
  const forms: Record<string, PolicyForm> = Object.create(null);
  const textsByFile: Record<string, readonly string[]> = {};
  const known = new Map(Object.entries(compiled?.staticPolicies ?? {}).map(([id, text]) => [text, id]));
  for (const [file, whole] of Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (file === SCHEMA_FILE) continue;
    const inFile = policiesIn(file, whole, compiled);
    textsByFile[file] = inFile;
    for (const text of inFile) {
      const form = compiled?.forms[known.get(text) ?? ""] ?? readForm(text, `${file}: `);
      const policy = describePolicy(file, text, form);
      if (texts.has(policy.id)) throw new PolicyInvalid(`${file}: there are two policies with the @id "${policy.id}".`);
      texts.set(policy.id, policy);
      staticPolicies[policy.id] = text;
      forms[policy.id] = form;
    }
  }
  const others = Object.entries(staticPolicies).filter(([, text]) => !known.has(text));
  if (!compiled) validateAll(schemaText, Object.fromEntries(others));
  else if (others.length > 0) validateChanged(compiled.schema, Object.fromEntries(others), forms);

  const schema = compiled?.schema ?? readSchema(schemaText);
  needChallenge(texts, forms, schema.groups);
  const digest = createHash("sha256")
    .update(JSON.stringify([schemaText, staticPolicies]))
    .digest("hex");
  const byAction = new Map<string, Readonly<Record<string, string>>>();
  function policiesOn(action: string): Readonly<Record<string, string>> {
    const groups = schema.groups.get(action);
    if (!groups) return staticPolicies;
    const some =
      byAction.get(action) ??
      Object.fromEntries(Object.entries(staticPolicies).filter(([id]) => concerns(forms[id] as PolicyForm, groups)));
    byAction.set(action, some);
    return some;
  }
  // The cost of a decision depends on the number of policies, so policies on other actions are left out.
  const prepared = new Set<string>();
  function preparedFor(action: string): string {
    const name = schema.groups.has(action) ? `${digest} ${action}` : digest;
    if (prepared.has(name)) return name;
    const answer = cedar.preparsePolicySet(name, { staticPolicies: { ...policiesOn(action) } });
    if (answer.type === "failure") throw new PolicyInvalid(messageOf(answer.errors));
    prepared.add(name);
    return name;
  }
  const decideNow: PolicySet["decide"] = (principal, action, resource) =>
    decide({ policies: preparedFor(action), schema: schema.preparsedFor(action) }, texts, principal, action, resource);
  const { attributesRead, decideCached } = withDecisionCache({ policiesOn, forms, decide: decideNow });
  return {
    ...{
      files,
      version: digest.slice(0, 12),
      digest,
      schema,
      texts,
      textsByFile,
      staticPolicies,
      forms,
      policiesOn,
      decideCached,
    },
    templates: boundedCache(MAX_TEMPLATES),
    decide: decideNow,
    viewerOf(person, action) {
      const { principal: names } = attributesRead(action);
      if (!names) return person;
      return { ...NO_ROLE, ...Object.fromEntries(names.map((name) => [name, person[name as keyof PersonFacts]])) };
    },
  };
}

/** Returns the entity of a principal for a Cedar request. */
export function principalEntity(principal: Principal): cedar.EntityJson {
  return principal.type === "Hub"
    ? { uid: { type: "Hub", id: "hub" }, attrs: {}, parents: [] }
    : { uid: { type: "Person", id: principal.facts.id }, attrs: mutable(principal.facts), parents: [] };
}

/** `prepared` names the parts that Cedar has already parsed. */
function decide(
  prepared: { readonly policies: string; readonly schema: string },
  texts: ReadonlyMap<string, PolicyText>,
  principal: Principal,
  action: string,
  resource: Resource,
): Decision {
  const who = principalEntity(principal);
  const what: cedar.EntityJson = {
    uid: { type: resource.type, id: resource.id },
    attrs: mutable(resource.facts),
    parents: [],
  };
  const answer = cedar.statefulIsAuthorized({
    principal: who.uid,
    action: { type: "Action", id: action },
    resource: what.uid,
    context: {},
    entities: [who, what],
    preparsedPolicySetId: prepared.policies,
    preparsedSchemaName: prepared.schema,
    validateRequest: true,
  });
  if (answer.type === "failure") throw new PolicyInvalid(`A decision could not be made: ${messageOf(answer.errors)}`);
  const { decision, diagnostics } = answer.response;
  // Cedar skips a failing policy, even a forbid, so any error is treated as a denial.
  const allowed = decision === "allow" && diagnostics.errors.length === 0;
  // Cedar returns policies in no fixed order.
  return { allowed, policies: diagnostics.reason.toSorted().map((id) => knownPolicy(texts, id)) };
}

/** Throws PolicyInvalid for an id that is not in the set. */
export function knownPolicy(texts: ReadonlyMap<string, PolicyText>, id: string): PolicyText {
  const text = texts.get(id);
  if (!text) throw new PolicyInvalid(`Cedar named a policy that is not in the set: ${id}`);
  return text;
}

/** Returns the text of each policy in a file; a file that is the same in `like` is not parsed again. Throws PolicyInvalid. */
export function policiesIn(file: string, text: string, like?: ParsedPolicy): readonly string[] {
  const known = like?.files[file] === text ? like.textsByFile[file] : undefined;
  if (known) return known;
  const parts = cedar.policySetTextToParts(text);
  if (parts.type === "failure") throw new PolicyInvalid(`${file}: ${messageOf(parts.errors)}`);
  if (parts.policy_templates.length > 0) throw new PolicyInvalid(`${file}: policy templates are not used here.`);
  return parts.policies;
}

function describePolicy(file: string, text: string, { annotations, effect }: PolicyForm): PolicyText {
  const { id, reason, challenge } = annotations ?? {};
  // Ids are object keys: an id like "__proto__" would be lost, and perhaps a forbid with it.
  if (!id || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id) || !reason)
    throw new PolicyInvalid(
      `${file}: every policy needs an @id of lower-case words and a @reason; this one does not: ${text.slice(0, 80)}`,
    );
  return { id, reason, effect, ...(challenge && { challenge }) };
}

/** Decisions on these actions can be challenged: reading a concern, and the terms of a share of it. */
const CHALLENGEABLE = [...Object.values(READ_ACTIONS), "readShareTerms"];

function needChallenge(
  texts: ReadonlyMap<string, PolicyText>,
  forms: Readonly<Record<string, PolicyForm>>,
  groups: PolicySchema["groups"],
): void {
  const challengeable = new Set(CHALLENGEABLE.flatMap((action) => [...(groups.get(action) ?? [])]));
  for (const { id, challenge } of texts.values())
    if (!challenge && concerns(forms[id] as PolicyForm, challengeable))
      throw new PolicyInvalid(
        `Policy "${id}" is about reading a concern and needs a @challenge: how to challenge what it decides.`,
      );
}

// Cedar's types require mutable JSON, but nothing changes it.
const mutable = (facts: object): Record<string, cedar.CedarValueJson> => facts as Record<string, cedar.CedarValueJson>;
