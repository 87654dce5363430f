// Policy commands: check a policy offline, and simulate and publish it with a running hub.
import { randomUUID } from "node:crypto";
import { checkPolicyFolder, readPolicyFolder, setVersionIn, versionIn, writePolicyFolder } from "../hub/policy-folder.ts";
import { ROLE_NAMES, ROLES } from "../services/people/roles.ts";
import { REFUSALS } from "../services/refusals.ts";
import { type Client, CommandFailed } from "./client.ts";

/** Throws CommandFailed for an unreadable folder, and any other error unchanged. */
function orUnreadable(dir: string | undefined, error: unknown): never {
  if (error instanceof Error && "code" in error)
    throw new CommandFailed(`The folder ${dir} cannot be read. Check its name and that you may read it.`);
  throw error;
}

/** The policy files of a folder. Throws CommandFailed when they cannot be read. */
function filesIn(dir: string): ReturnType<typeof readPolicyFolder> {
  try {
    return readPolicyFolder(dir);
  } catch (error) {
    return orUnreadable(dir, error);
  }
}

/** Prints the policy's flaws, or that it is valid; checks the shipped policy if no folder is named. Returns the exit code. */
export async function checkPolicyFiles(dir: string | undefined): Promise<number> {
  const found = await checkPolicyFolder(dir).catch((error: unknown) => orUnreadable(dir, error));
  if ("wrong" in found) {
    for (const why of found.wrong) console.error(why);
    return 1;
  }
  console.log(`The policy is valid: ${found.policies} policies, version ${found.version}.`);
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

/** Prints which policies would change, and who would gain or lose access to which data. Returns the exit code. */
export async function simulatePolicyFiles(client: Client, dir: string): Promise<number> {
  const { simulatePolicy: found } = await client.ask<Simulated>(SIMULATE, { files: filesIn(dir) });
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
  if (!found.complete) console.log("There is more than fits in one answer.");
  console.log("This covers who can see concerns. It does not cover support, approaches, figures or commands.");
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

/** The name of a GraphQL role in plain words. */
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
 * Publishes the policy, and reports if it was already in force. The base version is in a file of the folder, unless it is given.
 * Throws CommandFailed with the hub's refusal.
 */
export async function publishPolicyFiles(
  client: Client,
  dir: string,
  { reason, basedOn = versionIn(dir) }: { readonly reason: string; readonly basedOn?: string | undefined },
): Promise<void> {
  if (basedOn === undefined)
    throw new CommandFailed(
      `${dir} does not say which version you changed. Start with "candour policy fetch <folder>", or give the version with --based-on.`,
    );
  const input = { idempotencyKey: randomUUID(), files: filesIn(dir), basedOn, reason };
  const { policyInForce: before } = await client.ask<{ policyInForce: { id: string } | null }>(IN_FORCE, {});
  const { publishPolicy } = await client.ask<Published>(PUBLISH, { input });
  if (!publishPolicy.policy) throw new CommandFailed(`${publishPolicy.code}: ${publishPolicy.message}`);
  const { id } = publishPolicy.policy;
  // Later changes in the folder are based on the published policy.
  if (versionIn(dir) !== undefined) setVersionIn(dir, id);
  console.log(id === before?.id ? `Version ${id} was already in force; nothing was published.` : `Version ${id} is in force.`);
}

type Draft = {
  readonly basedOn: string;
  readonly files: readonly { name: string; text: string }[];
  readonly added: readonly string[];
};

const DRAFT = "{ policyDraft { basedOn files { name text } added } }";

/** Writes the policy in force into a new folder, with the additions of this version of the hub, and its version. */
export async function fetchPolicyFiles(client: Client, dir: string): Promise<void> {
  const { policyDraft: draft } = await client.ask<{ policyDraft: Draft | null }>(DRAFT, {});
  if (!draft) throw new CommandFailed(REFUSALS.NOT_PERMITTED);
  let refused: ReturnType<typeof writePolicyFolder>;
  try {
    refused = writePolicyFolder(dir, draft.files, draft.basedOn);
  } catch {
    throw new CommandFailed(`The folder ${dir} cannot be written. Check its name and that you may write there.`);
  }
  if (refused === "files-of-another-kind")
    throw new CommandFailed("The policy has files with names that cannot be written here. Get it through the API instead.");
  if (refused === "not-empty") throw new CommandFailed(`The folder ${dir} is not empty. Give a new one.`);
  console.log(`Version ${draft.basedOn} is in ${dir}. Change it there and publish it.`);
  if (draft.added.length > 0) console.log(`This release adds: ${draft.added.join(", ")}. If you publish, you approve them.`);
}
