// The texts of the policies that an export names: policies that let people see a concern, disclosed data, or permitted a
// change. Each has its text in the version under which it is named, even if it is no longer in force.
import { setImmediate } from "node:timers/promises";
import type { policyTexts } from "../queries/policy/read-policy.ts";
import type { ExportedPolicy, LedgerDocument } from "./ledger-document.ts";

type Names = Pick<LedgerDocument, "policyVersion" | "concerns" | "disclosures">;

/** Sorted by id. A policy whose text differs between versions is in the list once for each text. */
export async function policiesNamed(
  { policyVersion, concerns, disclosures }: Names,
  textsOf: (version: string) => ReturnType<typeof policyTexts>,
): Promise<readonly ExportedPolicy[]> {
  const policies = new Map<string, ExportedPolicy & { readonly versions: string[] }>();
  const audienceParts = concerns.flatMap(({ audience }) => (audience ?? []).flatMap(({ parts }) => parts));
  const named = [
    ...audienceParts.map((part) => ({ policyVersion, ids: part.policies.map(({ id }) => id) })),
    ...concerns.flatMap(({ history }) => (history ?? []).map((entry) => ({ ...entry, ids: entry.permittedBy }))),
    ...disclosures.map((one) => ({ ...one, ids: one.parts.flatMap((part) => part.policies) })),
  ];
  const byVersion = Map.groupBy(named, (one) => one.policyVersion);
  for (const version of [...byVersion.keys()].toSorted()) {
    // Reading another version may take a tenth of a second: other requests run before each.
    await setImmediate();
    const texts = textsOf(version);
    for (const id of new Set(byVersion.get(version)?.flatMap(({ ids }) => ids))) {
      const { effect, reason = null, challenge = null } = texts?.get(id) ?? {};
      const key = JSON.stringify([id, effect, reason, challenge]);
      const policy = policies.get(key) ?? { id, effect: effect?.toUpperCase() ?? null, reason, challenge, versions: [] };
      policy.versions.push(version);
      policies.set(key, policy);
    }
  }
  return [...policies.values()].toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}
