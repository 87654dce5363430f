// Applies a new version of the hub to a recorded policy. The new schema may add to the recorded one: the recorded policies
// then keep their meaning. The release's new prohibitions apply at once, and so do its texts of unchanged prohibitions; its new
// permissions apply only after their approval, and until then nobody may use new actions.
import { isDeepStrictEqual } from "node:util";
import { boundProblem } from "../engine/bounds.ts";
import { compilePolicy, policiesIn, SCHEMA_FILE } from "../engine/policy.ts";
import { meaningOf, type PolicyForm, readForm } from "../engine/policy-form.ts";
import { PolicyInvalid } from "../engine/policy-invalid.ts";
import { actionNames, readSchema } from "../engine/policy-schema.ts";
import type { PolicyFiles, PolicySchema, PolicySet } from "../engine/policy-set.ts";
import type { PolicyFlaw } from "./principles.ts";

/** Forbids the release's new actions to everyone until the policy that permits them is approved. */
export const AWAITING_APPROVAL = "new-in-this-version-awaits-approval";

/**
 * Returns the recorded policy in the form in which this release decides: with the release's schema, and the new actions forbidden to everyone. With
 * `forbids`, the release's prohibitions are added if the policy lacks them, and have the release's text if they are equivalent. Throws
 * PolicyInvalid if the release's schema does more than add.
 */
export function underRelease(recorded: PolicyFiles, release: PolicySet, { forbids = true } = {}): PolicySet {
  const added = addedActions(recorded, release.schema);
  const known = allPolicies(recorded, release);
  const releases = forbids ? forbidsOf(release) : [];
  const missing = releases.filter(({ id }) => !known.some((policy) => policy.id === id));
  const inItsWords = { ...recorded, ...reworded(known, releases), [SCHEMA_FILE]: release.schema.text };
  const files = missing.reduce(append, inItsWords as PolicyFiles);
  const pending = added.length > 0 ? [{ file: unusedName(files), text: awaitingApproval(added) }] : [];
  return compilePolicy(pending.reduce(append, files), release);
}

/**
 * Returns the files in which an equivalent prohibition has another text than in the release, with the release's text. Each file is rebuilt
 * from its policies, because it may have any layout, and text between policies has no effect.
 */
function reworded(policies: readonly Policy[], releases: readonly Policy[]): PolicyFiles {
  const byId = new Map(releases.map((release) => [release.id, release]));
  const inItsWords = policies.map((policy) => {
    const { id, file, text } = policy;
    const release = byId.get(id);
    return { file, text, now: release && text !== release.text && sameMeaning(policy, release) ? release.text : text };
  });
  const files = new Set(inItsWords.filter(({ text, now }) => now !== text).map(({ file }) => file));
  const textOf = (name: string) => inItsWords.filter(({ file }) => file === name).map(({ now }) => `${now}\n`);
  return Object.fromEntries([...files].map((name) => [name, textOf(name).join("\n")]));
}

/** Returns prohibitions that both this release and the former one ship, and that the recorded policy lacks: no officer may remove them. */
export function removedForbids(recorded: PolicyFiles, base: PolicyFiles, release: PolicySet): readonly PolicyFlaw[] {
  const [known, before] = [policiesById(recorded, release), policiesById(base, release)];
  const removed = [...release.texts.values()].filter(({ id, effect }) => effect === "forbid" && before.has(id) && !known.has(id));
  return removed.map(({ id }) => ({ code: "POLICY_WEAKENS_PRINCIPLE", why: `"${id}" is missing.` }));
}

/** Returns the release's actions that the recorded schema lacks, without groups. Throws PolicyInvalid if the release's schema does more than add. */
export function addedActions(recorded: PolicyFiles, release: PolicySchema): readonly string[] {
  const problem = boundProblem(recorded, SCHEMA_FILE);
  if (problem) throw new PolicyInvalid(problem);
  if (recorded[SCHEMA_FILE] === release.text) return [];
  const before = readSchema(recorded[SCHEMA_FILE] ?? "");
  const difference = changedIn(canonical(before.json) as Schema, canonical(release.json) as Schema);
  if (difference) throw new PolicyInvalid(`The schema has changed: ${difference}.`);
  return actionNames(release.actions).filter((name) => !Object.hasOwn(before.actions, name));
}

const awaitingApproval = (actions: readonly string[]): string => `
@id("${AWAITING_APPROVAL}")
@reason("This is new in this version of the hub, and the information governance officer has not approved it yet.")
@challenge("Ask the information governance officer to approve what is new in this version of the hub.")
forbid (principal, action in [${actions.map((name) => `Action::"${name}"`).join(", ")}], resource);
`;

/** `added` names the policies of this version of the hub that the policy in force lacks. */
export type PolicyDraft = { readonly basedOn: string; readonly files: PolicyFiles; readonly added: readonly string[] };

type Merge = {
  /** The policy that was shipped when the recorded one was published; undefined if that is not known. */
  readonly base: PolicyFiles | undefined;
  readonly recorded: PolicyFiles;
  readonly release: PolicyFiles;
};

/**
 * Merges the release's policy with the officer's changes to the former one: policies that the officer added, reworded or removed stay so.
 * Prohibitions are taken from the release. Policies with the same text in `like` are not parsed again. Throws PolicyInvalid if one of the three cannot
 * be parsed.
 */
export function mergePolicies({ base = {}, recorded, release }: Merge, like?: PolicySet): PolicyFiles {
  for (const files of [base, recorded]) {
    const problem = boundProblem(files, SCHEMA_FILE);
    if (problem) throw new PolicyInvalid(problem);
  }
  const [before, own, fresh] = [policiesById(base, like), policiesById(recorded, like), policiesById(release, like)];
  const merged: Record<string, string> = { ...release };
  for (const policy of fresh.values()) {
    const { id, file, text } = policy;
    const kept = isForbid(policy) ? text : resolved(before.get(id)?.text, own.get(id)?.text, text);
    if (kept !== text) merged[file] = replaced(merged[file] ?? "", text, kept ?? "");
  }
  const officers = [...own.values()].filter(({ id, text }) => !fresh.has(id) && !same(before.get(id)?.text, text));
  // A file that the officer added stays unchanged, with its comments.
  const whole = new Set(
    Object.keys(recorded).filter(
      (name) =>
        !(name in release) && [...own.values()].filter(({ file }) => file === name).every((one) => officers.includes(one)),
    ),
  );
  for (const name of whole) merged[name] = recorded[name] ?? "";
  const files = officers.filter(({ file }) => !whole.has(file)).reduce(append, merged as PolicyFiles);
  return Object.fromEntries(
    Object.entries(files).filter(([name, text]) => name === SCHEMA_FILE || policiesIn(name, text).length > 0),
  );
}

/** A three-way merge: takes the release's text if the officer changed nothing, otherwise the officer's. Undefined for a removed policy. */
function resolved(before: string | undefined, own: string | undefined, fresh: string): string | undefined {
  if (own === undefined) return before === undefined ? fresh : undefined;
  return same(before, own) || same(own, fresh) ? fresh : own;
}

type Policy = { readonly id: string; readonly file: string; readonly text: string; readonly form: PolicyForm };

/** Returns the ids of the policies in files. Policies with the same text in `like` are not parsed again. Throws PolicyInvalid. */
export const policyIds = (files: PolicyFiles, like: PolicySet): ReadonlySet<string> => new Set(policiesById(files, like).keys());

const policiesById = (files: PolicyFiles, like?: PolicySet): ReadonlyMap<string, Policy> =>
  new Map(allPolicies(files, like).map((policy) => [policy.id, policy]));

/** Files and policies with the same text in `like` are not parsed again. */
function allPolicies(files: PolicyFiles, like?: PolicySet): readonly Policy[] {
  const known = new Map(Object.entries(like?.staticPolicies ?? {}).map(([id, text]) => [text, id]));
  const texts = Object.entries(files).filter(([file]) => file !== SCHEMA_FILE);
  return texts.flatMap(([file, whole]) =>
    policiesIn(file, whole, like).map((text) => {
      const form = like?.forms[known.get(text) ?? ""] ?? readForm(text);
      return { id: form.annotations?.id ?? "", file, text, form };
    }),
  );
}

const forbidsOf = (release: PolicySet): readonly Policy[] => allPolicies(release.files, release).filter(isForbid);

const sameMeaning = (one: Policy, other: Policy): boolean => isDeepStrictEqual(meaningOf(one.form), meaningOf(other.form));
const isForbid = ({ form }: Policy): boolean => form.effect === "forbid";
/** Whether two policies have the same text, except for layout and comments. */
const same = (one: string | undefined, other: string | undefined): boolean =>
  one === other || (one !== undefined && other !== undefined && isDeepStrictEqual(readForm(one), readForm(other)));

const append = (files: PolicyFiles, { file, text }: Pick<Policy, "file" | "text">): PolicyFiles => ({
  ...files,
  [file]: `${files[file] ?? ""}\n${text}\n`,
});

/** Finds the start of a policy in a file of the release, in which each policy starts a line: the first match, because a comment may quote a policy. */
function replaced(whole: string, policy: string, by: string): string {
  const at = whole.startsWith(policy) ? 0 : whole.indexOf(`\n${policy}`) + 1;
  return whole.slice(0, at) + by + whole.slice(at + policy.length);
}

function unusedName(files: PolicyFiles): string {
  let name = "new-in-this-version.cedar";
  while (Object.hasOwn(files, name)) name = `x-${name}`;
  return name;
}

type Schema = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, object>>>>>>;

/** Returns what the release's schema removes or changes; undefined if it only adds types, actions and attributes. */
function changedIn(recorded: Schema, release: Schema): string | undefined {
  for (const [namespace, kinds] of Object.entries(recorded))
    for (const [kind, declared] of Object.entries(kinds))
      for (const [name, before] of Object.entries(declared)) {
        const now = release[namespace]?.[kind]?.[name];
        const found = now && (kind === "entityTypes" ? changedAttribute(before, now) : !isDeepStrictEqual(before, now));
        if (!now) return `it has no "${name}" any more`;
        if (found) return typeof found === "string" ? `"${found}" of ${name} is not as it was` : `"${name}" is not as it was`;
      }
  return undefined;
}

type EntityType = {
  readonly shape?: { readonly attributes?: Readonly<Record<string, unknown>>; readonly additionalAttributes?: boolean };
};

/** Returns the name of a changed attribute; true if anything else of the type has changed. */
function changedAttribute(recorded: EntityType, release: EntityType): string | boolean {
  const [before, now] = [recorded.shape?.attributes ?? {}, release.shape?.attributes ?? {}];
  const changed = Object.keys(before).find((name) => !isDeepStrictEqual(before[name], now[name]));
  const rest = ({ shape, ...others }: EntityType) => [others, shape?.additionalAttributes];
  return changed ?? !isDeepStrictEqual(rest(recorded), rest(release));
}

/** Lists of a schema have no order, and annotations no meaning. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, inner]) => name !== "annotations" && inner !== undefined)
      .map(([name, inner]) => [name, canonical(inner)]),
  );
}
