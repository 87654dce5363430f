// What an export of a council's ledger holds, in every format. Of a thing those fields are typed that are read by name; it has all that the
// schema gives it.
export type Item = Readonly<Record<string, unknown>>;
type Texts<Names extends string> = Readonly<Record<Names, string>>;
type Lists<Names extends string, Of = Item> = Readonly<Record<Names, readonly Of[]>>;
type ListsOrNull<Names extends string, Of = Item> = Readonly<Record<Names, readonly Of[] | null>>;
type Person = { readonly id: string; readonly name: string | null };
export type Attribution = Texts<"by" | "at"> & { readonly reason: string | null };

export type ExportedHistoryEntry = Item &
  Texts<"at" | "by" | "event" | "subject" | "what" | "policyVersion" | "previous"> &
  Lists<"permittedBy", string> & { readonly number: number; readonly said: string | null };
export type ExportedShare = Item &
  Texts<"id" | "status" | "until" | "position"> &
  Lists<"reassurances"> & { readonly body: Texts<"name">; readonly statement: string | null };
/** A policy in words, as far as they are found, and the versions in which it reads so. */
export type ExportedPolicy = Texts<"id"> &
  Lists<"versions", string> &
  Readonly<Record<"effect" | "reason" | "challenge", string | null>>;
export type ExportedAudience = Item &
  Texts<"label"> &
  Lists<"bodies", Texts<"name">> &
  Lists<"people", Person> &
  Lists<"parts", Texts<"part"> & Lists<"policies", Texts<"id">>> & { readonly council: Item | null };
export type ExportedConcern = Item &
  Texts<"id"> &
  ListsOrNull<"evidence" | "awareness" | "escalations" | "notPersuaded" | "conversations" | "challenges"> &
  ListsOrNull<"sharingRecord", ExportedShare> &
  ListsOrNull<"audience", ExportedAudience> &
  ListsOrNull<"history", ExportedHistoryEntry> & {
    readonly version: number | null;
    readonly summary: Lists<"replies" | "corrections" | "conclusions"> | null;
  };
export type ExportedDisclosure = Item &
  Texts<"id" | "at" | "surface" | "policyVersion"> &
  Lists<"capacities", Texts<"role"> & { readonly council: Item | null }> &
  Lists<"parts", Texts<"part"> & Lists<"policies", string>> & { readonly concern: string | null; readonly person: Person };
export type ExportedCouncilRecords = Lists<"standingAgreements" | "formerLeads" | "approaches" | "pastApproaches"> &
  Lists<"practiceContacts" | "supports" | "submissions" | "signals"> &
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
