// What an export of a council's ledger holds, in every format. Of a thing those fields are typed that are read by name; it has all that the
// schema gives it.
export type Item = Readonly<Record<string, unknown>>;
type Texts<Names extends string> = Readonly<Record<Names, string>>;
type Named = Texts<"id" | "name">;
type Person = { readonly id: string; readonly name: string | null };
export type Attribution = Texts<"by" | "at"> & { readonly reason: string | null };

export type ExportedHistoryEntry = Item &
  Texts<"at" | "by" | "event" | "subject" | "what" | "policyVersion" | "previous"> & {
    readonly number: number;
    readonly said: string | null;
    readonly permittedBy: readonly string[];
  };
export type ExportedShare = Item &
  Texts<"id" | "status" | "purpose" | "until" | "proposedUntil" | "position"> & {
    readonly body: Named;
    readonly parts: readonly string[];
    readonly proposedParts: readonly string[];
    readonly statement: string | null;
    readonly reassurances: readonly Item[];
  };
/** A policy in words, as far as they are found, and the versions in which it reads so. */
export type ExportedPolicy = Readonly<Record<"effect" | "reason" | "challenge", string | null>> & {
  readonly id: string;
  readonly versions: readonly string[];
};
export type ExportedAudience = Item & {
  readonly label: string;
  readonly bodies: readonly Named[];
  readonly people: readonly Person[];
  readonly council: Item | null;
  readonly parts: readonly { readonly part: string; readonly policies: readonly { readonly id: string }[] }[];
};
type Parts = "evidence" | "awareness" | "escalations" | "notPersuaded" | "conversations" | "challenges";
export type ExportedConcern = Item &
  Texts<"id" | "strand" | "cause" | "stage"> &
  Readonly<Record<Parts, readonly Item[] | null>> & {
    readonly version: number | null;
    readonly withheld: readonly string[];
    readonly summary: Readonly<Record<"replies" | "corrections" | "conclusions", readonly Item[]>> | null;
    readonly sharingRecord: readonly ExportedShare[] | null;
    readonly audience: readonly ExportedAudience[] | null;
    readonly history: readonly ExportedHistoryEntry[] | null;
  };
export type ExportedDisclosure = Item &
  Texts<"id" | "at" | "surface" | "policyVersion"> & {
    readonly concern: string | null;
    readonly version: number;
    readonly person: Person;
    readonly capacities: readonly { readonly role: string; readonly council: Item | null }[];
    readonly parts: readonly { readonly part: string; readonly policies: readonly string[] }[];
  };
type RecordLists = "standingAgreements" | "formerLeads" | "approaches" | "pastApproaches" | "practiceContacts";
export type ExportedCouncilRecords = Readonly<Record<RecordLists | "supports" | "submissions" | "signals", readonly Item[]>> &
  Readonly<Record<"conversationLead" | "alignedSupport", Item | null>>;

export type LedgerDocument = Texts<"at" | "policyVersion"> & {
  readonly council: Texts<"code" | "name">;
  /** Whether `at`, the moment that it tells of, is a past one. */
  readonly isOfThePast: boolean;
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
