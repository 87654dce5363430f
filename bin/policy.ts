// The policy from the command line: checked offline, tried out and published against a running hub.
import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isPolicyFile, readPolicyFiles, VERSION_FILE } from "../policies/engine/policy.ts";
import type { PolicyFiles } from "../policies/engine/policy-set.ts";
import { judgePolicy } from "../policies/review/check.ts";
import { promiseGaps } from "../policies/review/promises.ts";
import { ROLE_NAMES, ROLES } from "../services/people/roles.ts";
import { REFUSALS } from "../services/refusals.ts";
import { type Client, CommandFailed } from "./client.ts";

/** The policy files of a directory; of the hub's own where none is named. Throws CommandFailed when they cannot be read. */
function filesIn(dir: string | undefined): PolicyFiles {
  try {
    return readPolicyFiles(dir);
  } catch (error) {
    if (error instanceof Error && "code" in error) throw new CommandFailed(`The folder ${dir} cannot be read.`);
    throw error;
  }
}

const listOf = (files: PolicyFiles) => Object.entries(files).map(([name, text]) => ({ name, text }));

/** Prints every flaw, and what docs/policy.md and the hub's own prohibitions differ in, or that the policy holds. Returns the exit code. */
export async function checkPolicyFiles(dir: string | undefined): Promise<number> {
  const verdict = await judgePolicy(filesIn(dir));
  const wrong = [...(verdict.kind === "flawed" ? verdict.flaws.map(({ why }) => why) : []), ...promiseGaps()];
  for (const why of wrong) console.error(why);
  if (verdict.kind === "flawed" || wrong.length > 0) return 1;
  console.log(`The policy holds: ${verdict.policy.texts.size} policies, version ${verdict.policy.version}.`);
  return 0;
}

type Cases = { readonly count: number; readonly examples: readonly string[] };
type Shift = {
  readonly roles: readonly string[];
  readonly people: number | null;
  readonly part: string;
  readonly gained: Cases;
  readonly lost: Cases;
};
type Changes = { readonly added: readonly string[]; readonly removed: readonly string[]; readonly changed: readonly string[] };
type Simulated = {
  readonly simulatePolicy: {
    readonly version: string | null;
    readonly problems: readonly string[];
    readonly policies: Changes | null;
    readonly shifts: readonly Shift[];
    readonly complete: boolean;
  } | null;
};

const SIMULATE = `query($files: [CandidateFileInput!]!) { simulatePolicy(files: $files) { version problems complete
  policies { added removed changed }
  shifts { roles people part gained { count examples } lost { count examples } } } }`;

/** Prints which policies would change, and who would gain or lose sight of what. Returns the exit code. */
export async function simulatePolicyFiles(client: Client, dir: string): Promise<number> {
  const { simulatePolicy: found } = await client.ask<Simulated>(SIMULATE, { files: listOf(filesIn(dir)) });
  if (!found) throw new CommandFailed(REFUSALS.NOT_PERMITTED);
  for (const problem of found.problems) console.error(problem);
  if (found.problems.length > 0) return 1;
  console.log(`Version ${found.version}, compared with the policy in force:`);
  const { added = [], removed = [], changed = [] } = found.policies ?? {};
  for (const [what, ids] of Object.entries({ adds: added, removes: removed, changes: changed })) {
    console.log(`It ${what} ${ids.length === 0 ? "no policy" : ids.join(", ")}.`);
  }
  for (const line of found.shifts.flatMap(linesOf)) console.log(line);
  if (found.shifts.length === 0) console.log("Nobody would see more or less of any concern.");
  if (!found.complete) console.log("There is more than one answer holds.");
  console.log("Only sight of concerns was tried out, and not what changes about support, approaches, figures or commands.");
  return 0;
}

function linesOf({ roles, people, part, gained, lost }: Shift): readonly string[] {
  const count = people === null ? "" : ` (${people === 1 ? "1 person" : `${people} people`})`;
  const who = `${roles.map(labelOf).join(" and ")}${count}`;
  return [...sight("gain", gained), ...sight("lose", lost)];

  function sight(verb: string, { count: all, examples }: Cases): readonly string[] {
    if (all === 0) return [];
    const more = all > examples.length ? [`  and ${all - examples.length} more kinds of concern`] : [];
    const what = `${who} would ${verb} the ${part.toLowerCase().replaceAll("_", " ")} of these kinds of concern:`;
    return [what, ...examples.map((one) => `  ${one}`), ...more];
  }
}

/** A role of GraphQL's in words. */
function labelOf(role: string): string {
  const name = ROLE_NAMES.find((one) => one === role.toLowerCase().replaceAll("_", "-"));
  return name ? ROLES[name].label : role;
}

type Published = {
  readonly publishPolicy: { readonly policy?: { readonly id: string }; readonly code?: string; readonly message?: string };
};

const IN_FORCE = "{ policyInForce { id } }";
const PUBLISH = `mutation($input: PublishPolicyInput!) { publishPolicy(input: $input) {
  ... on PolicyPublished { policy { id } } ... on Refused { code message } } }`;

/**
 * Puts the policy in force, and says so where it was already. The version that it was made from stands beside the files, unless it is given.
 * Throws CommandFailed with the hub's refusal.
 */
export async function publishPolicyFiles(
  client: Client,
  dir: string,
  { reason, basedOn = versionIn(dir) }: { readonly reason: string; readonly basedOn?: string | undefined },
): Promise<void> {
  if (basedOn === undefined)
    throw new CommandFailed(
      `${dir} does not say which version it was made from. Begin with "candour policy fetch <folder>", or name it with --based-on.`,
    );
  const input = { idempotencyKey: randomUUID(), files: listOf(filesIn(dir)), basedOn, reason };
  const { policyInForce: before } = await client.ask<{ policyInForce: { id: string } | null }>(IN_FORCE, {});
  const { publishPolicy } = await client.ask<Published>(PUBLISH, { input });
  if (!publishPolicy.policy) throw new CommandFailed(`${publishPolicy.code}: ${publishPolicy.message}`);
  const { id } = publishPolicy.policy;
  // What is changed in the folder from here on is made from what was published.
  if (versionIn(dir) !== undefined) writeFileSync(join(dir, VERSION_FILE), `${id}\n`);
  console.log(id === before?.id ? `Version ${id} was already in force; nothing was published.` : `Version ${id} is in force.`);
}

function versionIn(dir: string): string | undefined {
  try {
    return readFileSync(join(dir, VERSION_FILE), "utf8").trim();
  } catch {
    return undefined;
  }
}

type Draft = {
  readonly basedOn: string;
  readonly files: readonly { name: string; text: string }[];
  readonly added: readonly string[];
};

const DRAFT = "{ policyDraft { basedOn files { name text } added } }";

/** Writes the policy in force into a new folder, with what this version of the hub adds to it, and the version that it is. */
export async function fetchPolicyFiles(client: Client, dir: string): Promise<void> {
  const { policyDraft: draft } = await client.ask<{ policyDraft: Draft | null }>(DRAFT, {});
  if (!draft) throw new CommandFailed(REFUSALS.NOT_PERMITTED);
  const others = draft.files.filter(({ name }) => !isPolicyFile(name));
  if (others.length > 0) throw new CommandFailed("The hub's policy has files that cannot be written here.");
  try {
    mkdirSync(dir, { recursive: true });
    if (readdirSync(dir).length > 0) throw new CommandFailed(`The folder ${dir} is not empty. Name a new one.`);
    for (const { name, text } of draft.files) writeFileSync(join(dir, name), text, { flag: "wx" });
    writeFileSync(join(dir, VERSION_FILE), `${draft.basedOn}\n`, { flag: "wx" });
  } catch (error) {
    throw error instanceof CommandFailed ? error : new CommandFailed(`The folder ${dir} cannot be written.`);
  }
  console.log(`Version ${draft.basedOn} is in ${dir}, to be changed and published from there.`);
  if (draft.added.length > 0)
    console.log(`This version of the hub adds to it: ${draft.added.join(", ")}. Publishing it approves them.`);
}
