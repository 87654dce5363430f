// What an export of a council's ledger holds, in every format.

/** A thing as the document asks for it: what is read of it by name, and all the rest. */
export type Item = Readonly<Record<string, unknown>>;
type Named = { readonly id: string; readonly name: string };
export type Attribution = { readonly by: string; readonly at: string; readonly reason: string | null };
export type ExportedHistoryEntry = Item & {
  readonly number: number;
  readonly at: string;
  readonly by: string;
  readonly what: string;
  readonly said: string | null;
  readonly share: string | null;
  readonly policyVersion: string;
  readonly permittedBy: readonly string[];
};
export type ExportedShare = Item & {
  readonly id: string;
  readonly body: Named;
  readonly status: string;
  readonly purpose: string;
  readonly parts: readonly string[];
  readonly until: string;
  readonly proposedParts: readonly string[];
  readonly proposedUntil: string;
  readonly proposed: Attribution;
  readonly position: string;
  readonly positionAt: string | null;
  readonly statement: string | null;
  readonly override: Attribution | null;
  readonly made: Attribution | null;
  readonly ended: Attribution | null;
  readonly reassurances: readonly Item[];
};
/** A policy in words, as far as they are found, and the versions in which it reads so. */
export type ExportedPolicy = {
  readonly id: string;
  readonly effect: string | null;
  readonly reason: string | null;
  readonly challenge: string | null;
  readonly versions: readonly string[];
};
export type ExportedAudience = Item & {
  readonly label: string;
  readonly bodies: readonly Named[];
  readonly people: readonly { readonly id: string; readonly name: string | null }[];
  readonly council: Item | null;
  readonly parts: readonly { readonly part: string; readonly policies: readonly { readonly id: string }[] }[];
};
export type ExportedConcern = Item & {
  readonly id: string;
  readonly strand: string;
  readonly cause: string;
  readonly stage: string;
  readonly version: number | null;
  readonly summary: (Item & { readonly loggedAt: string }) | null;
  readonly sharingRecord: readonly ExportedShare[] | null;
  readonly audience: readonly ExportedAudience[] | null;
  readonly history: readonly ExportedHistoryEntry[] | null;
};
export type ExportedDisclosure = Item & {
  readonly id: string;
  readonly at: string;
  readonly concern: string | null;
  readonly person: { readonly id: string; readonly name: string | null };
  readonly capacities: readonly (Item & {
    readonly role: string;
    readonly bodies: readonly Named[];
    readonly council: Item | null;
  })[];
  readonly surface: string;
  readonly parts: readonly { readonly part: string; readonly policies: readonly string[] }[];
  readonly policyVersion: string;
};
export type ExportedCouncilRecords = {
  readonly standingAgreements: readonly Item[];
  readonly conversationLead: Item | null;
  readonly formerLeads: readonly Item[];
  readonly approaches: readonly Item[];
  readonly pastApproaches: readonly Item[];
  readonly practiceContacts: readonly Item[];
  readonly alignedSupport: Item | null;
  readonly supports: readonly Item[];
  readonly submissions: readonly Item[];
  readonly signals: readonly Item[];
};

/** What an export holds, in every format. */
export type LedgerDocument = {
  readonly council: { readonly code: string; readonly name: string };
  /** The moment it tells of. */
  readonly at: string;
  readonly isOfThePast: boolean;
  readonly policyVersion: string;
  readonly scope: readonly string[];
  /** The last month whose disclosures have passed their retention, `2026-03`. */
  readonly removedTo: string | null;
  /** What of the hub's records was lost for good, in sentences. */
  readonly losses: readonly string[];
  /** How many of each it holds, to count them by. `historyEntries` is the sum of the concerns' versions. */
  readonly totals: Readonly<Record<string, number>>;
  readonly concerns: readonly ExportedConcern[];
  readonly disclosures: readonly ExportedDisclosure[];
  /** Of the present alone. */
  readonly ofCouncil: ExportedCouncilRecords | null;
  /** Every policy that is named in it, in words. */
  readonly policies: readonly ExportedPolicy[];
};
