// A hub on which every operation of the schema has been carried out, once in a run of tests; each test has a copy.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { evidence } from "../examples/api-inputs.ts";
import { type MadeIds, OPERATIONS } from "../examples/operations.ts";
import { policyFiles } from "./policy-files.ts";
import { type OperationAnswer, runOperations } from "./run-operations.ts";
import { done } from "./send-command.ts";
import { uploaded } from "./send-file.ts";
import { copyShared } from "./shared-folder.ts";
import { type HubOptions, startHub, type TestHub } from "./test-hub.ts";

type Everything = { readonly held: MadeIds; readonly answers: readonly OperationAnswer[]; readonly now: string };

/**
 * `held` names what the operations made, `answers` has what each was answered, in the order of `OPERATIONS`. A folder that is given stays when the
 * hub is closed.
 */
export async function startFullHub(
  given?: string,
  options: Pick<HubOptions, "inThreads" | "env"> = {},
): Promise<Omit<Everything, "now"> & { readonly hub: TestHub }> {
  const dir = given ?? mkdtempSync(join(tmpdir(), "candour-full-"));
  const { now, ...everything } = await copyShared<Everything>("every-operation", dir, async (to) => {
    const first = await startHub({ dir: to });
    const made = await runOperations(first, OPERATIONS);
    // Operations send no files.
    const [attachment] = [await uploaded(first, "adviser"), await uploaded(first, "adviser", "Not sent.csv")];
    await done(first, "adviser", "addEvidence", {
      concern: made.held.concern,
      evidence: { ...evidence, attachments: [attachment] },
    });
    // A policy that differs from the shipped one is checked at each start, which takes longer than all the rest of it.
    const { version: basedOn } = first.hub.policy;
    await done(first, "governance-officer", "publishPolicy", { basedOn, files: policyFiles(), reason: "As before." });
    const last = first.clock.now().toISOString();
    await first.close();
    return { ...made, now: last };
  });
  const hub = await startHub({ dir, seed: false, at: now, ...options });
  const close = async () => {
    await hub.close();
    if (given === undefined) rmSync(dir, { recursive: true, force: true });
  };
  return { ...everything, hub: { ...hub, close } };
}
