// Checks the stores. Exit codes: 0, no flaw; 1, flaws; 2, the check is incomplete.

import type { Config } from "../hub/config.ts";
import { assertLogsAreFiles, findDataFolder, hasHub, noHubIn } from "../hub/folder/data-folder.ts";
import { checkRelease } from "../hub/verification/check.ts";
import type { StoreFlaw } from "../hub/verification/findings.ts";
import { RELEASE } from "../hub/verification/release.ts";
import { type Verification, verifyStores } from "../hub/verification/verify.ts";

/** Removes control characters, because a damaged file may have any bytes as a stream's name. */
const lineOf = ({ file, position, stream, what }: StoreFlaw): string =>
  [file, stream && `stream ${stream}`, position && `position ${Number(position)}`]
    .filter(Boolean)
    .join(", ")
    .concat(`: ${what}`)
    .replace(/\p{Cc}/gu, "?");

const codeOf = ({ count, unchecked }: Pick<Verification, "count" | "unchecked">): number =>
  count > 0 ? 1 : unchecked.length > 0 ? 2 : 0;

/** Prints each flaw as it is found, or everything as JSON. Returns the exit code. */
export async function verify(config: Config, { json }: { readonly json?: boolean }): Promise<number> {
  const folder = findDataFolder(config);
  if (isMissing(config)) return 2;
  const found = (flaw: StoreFlaw) => console.error(lineOf(flaw));
  const verified = await verifyStores(folder, { now: new Date(), ...(!json && { found }) });
  if (json) console.log(JSON.stringify(verified, null, 2));
  else {
    for (const { file, why } of verified.unchecked) console.error(`${file}: not checked, ${why}`);
    for (const file of verified.outdated)
      console.log(`${file}: from before a loss was accepted, or from another hub. The hub rebuilds it when it starts.`);
    console.log(summaryOf(verified));
  }
  return codeOf(verified);
}

function summaryOf({ count, unchecked, counts }: Verification): string {
  if (count > 0) return count === 1 ? "1 fault found." : `${count} faults found.`;
  if (unchecked.length > 0) return "Not everything could be checked.";
  const { events, disclosures, attachments, keys, readModels } = counts;
  return `No faults found: ${events} events, ${disclosures} records of disclosure, ${attachments} attachments, ${keys} keys, ${readModels} read models.`;
}

/** Returns the exit code. */
export async function check(config: Config, { json }: { readonly json?: boolean }): Promise<number> {
  assertLogsAreFiles(config, "check");
  const folder = findDataFolder(config);
  if (isMissing(config)) return 2;
  const checked = await checkRelease(folder, { now: new Date(), policyApproved: config.policyApproved });
  const { problems, unchecked, events, streams, readModels } = checked;
  if (json) console.log(JSON.stringify(checked, null, 2));
  else {
    for (const problem of problems) console.error(lineOf(problem));
    for (const { file, why } of unchecked) console.error(`${file}: not checked, ${why}`);
    if (problems.length > 0) console.log(problems.length === 1 ? "1 problem found." : `${problems.length} problems found.`);
    else if (unchecked.length > 0) console.log("Not everything could be checked.");
    else console.log(`Release ${RELEASE} can use this data: ${events} events, ${streams} streams, ${readModels} read models.`);
  }
  return codeOf({ count: problems.length, unchecked });
}

function isMissing(config: Config): boolean {
  const isThere = hasHub(config);
  if (!isThere) console.error(noHubIn(config));
  return !isThere;
}
