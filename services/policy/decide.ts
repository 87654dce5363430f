// Decides whether a policy is published. Its text was checked before (policies/review/check.ts): this converts the verdict to an event or a refusal.
import { z } from "zod";
import { MAX_POLICY } from "../../policies/engine/bounds.ts";
import { compilePolicy, isPolicyFile, SCHEMA_FILE } from "../../policies/engine/policy.ts";
import type { PolicyFiles } from "../../policies/engine/policy-set.ts";
import type { Verdict } from "../../policies/review/check.ts";
import { plain } from "../confidential.ts";
import { type CommandDeclarations, type CommandOf, intactText, shortText } from "../input.ts";
import { faultsOf, type InputFault, type Refusal, refuse } from "../refusals.ts";
import type { PolicyEvent } from "./events.ts";

/** Other names are not policy files; and no key of an event may be `plain`. */
const fileName = z.string().refine(isPolicyFile, `Name the file ${SCHEMA_FILE}, or in lower-case words with .cedar at the end.`);
const file = z.strictObject({ name: fileName, text: intactText(MAX_POLICY.characters) });

export const policyCommands = {
  publishPolicy: {
    creates: "nothing",
    input: z.strictObject({
      files: z
        .array(file)
        .min(1)
        .max(MAX_POLICY.files)
        .refine((files) => new Set(files.map(({ name }) => name)).size === files.length, "Give each file once."),
      /** Absent only for the first policy. */
      basedOn: z.string().min(1).max(100).optional(),
      reason: shortText,
    }),
  },
} as const satisfies CommandDeclarations;

export type PolicyCommand = CommandOf<typeof policyCommands>;

/** The policy in force, which is the last published one. `published` contains the files of every version. */
export type PolicyState = PolicyEvent["data"] & { readonly published: ReadonlyMap<string, PolicyFiles> };

/** `verdict` is the check of the command's files; `release` is the policy shipped with this version of the hub. */
export type PolicyDecisionContext = { readonly verdict: Verdict; readonly release: PolicyFiles };

/** A policy that is based on another version than the one in force would undo changes that its author never saw. */
export function stalePolicy(inForce: PolicyState | undefined, { input }: PolicyCommand): Refusal | undefined {
  if (!inForce || input.basedOn === inForce.version || isText(input.files, inForce.files)) return undefined;
  return refuse("STALE_POLICY", "basedOn", `The version in force is ${inForce.version}.`);
}

const isText = (files: PolicyCommand["input"]["files"], of: PolicyFiles): boolean =>
  files.length === Object.keys(of).length && files.every(({ name, text }) => Object.hasOwn(of, name) && of[name] === text);

const filesIn = (files: PolicyFiles) => Object.entries(files).map(([name, text]) => ({ name, text }));

export const filesOf = (files: readonly { readonly name: string; readonly text: string }[]): PolicyFiles =>
  Object.fromEntries(files.map(({ name, text }) => [name, text]));

export function decidePolicy(
  inForce: PolicyState | undefined,
  command: PolicyCommand,
  { verdict, release }: PolicyDecisionContext,
): readonly PolicyEvent[] | Refusal {
  const stale = stalePolicy(inForce, command);
  if (stale) return stale;
  const { reason } = command.input;
  if (verdict.kind === "flawed") {
    const [first, ...others] = verdict.flaws;
    const more = others.length > 0 ? ` And ${others.length} more: see candour policy check.` : "";
    const faults = verdict.flaws.map(({ code, why }): InputFault => faultsOf(refuse(code, "files", why))[0] as InputFault);
    return { ...refuse(first.code, "files", `${first.why}${more}`), ...(others.length > 0 && { faults }) };
  }
  const { version, files, digest } = verdict.policy;
  const recorded = inForce?.published.get(version);
  // A version has only twelve digits, so collisions can be constructed, and events refer to texts by version.
  if (recorded && !isText(filesIn(files), recorded) && digestOf(recorded) !== digest)
    return refuse("POLICY_INVALID", "files", SAME_VERSION);
  if (version === inForce?.version) return [];
  const from = inForce && { basedOn: inForce.version };
  return [{ type: "PolicyPublished.v2", data: { version, ...from, files, release, text: plain({ reason }) } }];
}

const SAME_VERSION = "Another policy on the record has the same version. Change a word of this one.";

/** Undefined for a policy that this release cannot compile. */
function digestOf(files: PolicyFiles): string | undefined {
  try {
    return compilePolicy(files).digest;
  } catch {
    return undefined;
  }
}

/** Before releases were recorded, the hub itself published only its shipped policy. */
export const evolvePolicy = (before: PolicyState | undefined, { data }: PolicyEvent, actor?: string): PolicyState => ({
  ...data,
  release: data.release ?? (actor === "hub" ? data.files : before?.release),
  // The first text under a version is kept.
  published: new Map([[data.version, data.files], ...(before?.published ?? [])]),
});
