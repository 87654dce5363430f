// The contents of a ledger export in every format. The types name the fields that code reads; records have all fields of the schema.
export type Item = Readonly<Record<string, unknown>>;
type Texts<Names extends string> = Readonly<Record<Names, string>>;
type Lists<Names extends string, Of = Item> = Readonly<Record<Names, readonly Of[]>>;
type Nullable<T> = { readonly [Name in keyof T]: T[Name] | null };
/** Who did something: `inWords` is the role that they had then. */
export type ExportedActor = Texts<"id"> & Nullable<Texts<"name" | "inWords">>;
type WithActor = { readonly actor: ExportedActor | null };
export type Attribution = Texts<"by" | "at"> & WithActor & { readonly reason: string | null };

export type ExportedHistoryEntry = Item &
  Texts<"at" | "by" | "event" | "subject" | "what" | "policyVersion" | "previous"> &
  Lists<"permittedBy", string> &
  WithActor & { readonly number: number; readonly said: string | null };
export type ExportedShare = Item &
  Texts<"id" | "status" | "until" | "proposedUntil" | "position"> &
  Lists<"reassurances"> & { readonly body: Texts<"name">; readonly statement: string | null };
/** A policy's text, null if it is not found, and the versions of the policy with that text. */
export type ExportedPolicy = Texts<"id"> & Lists<"versions", string> & Nullable<Texts<"effect" | "reason" | "challenge">>;
type Person = Texts<"id"> & Nullable<Texts<"name">>;
type ExportedAudience = Item &
  Lists<"people", Person> &
  Lists<"parts", Texts<"part"> & Lists<"policies", Texts<"id">>> & { readonly council: Item | null };
export type ExportedConcern = Item &
  Texts<"id"> &
  Nullable<
    Lists<"sharingRecord", ExportedShare> & Lists<"audience", ExportedAudience> & Lists<"history", ExportedHistoryEntry>
  > & {
    readonly version: number | null;
    readonly summary: Lists<"replies" | "corrections" | "conclusions"> | null;
  };
export type ExportedDisclosure = Item &
  Texts<"id" | "at" | "surface" | "policyVersion"> &
  Lists<"capacities", Texts<"role"> & { readonly council: Item | null }> &
  Lists<"parts", Texts<"part"> & Lists<"policies", string>> &
  Nullable<Texts<"subject" | "concern">> & {
    readonly kind: "CONCERN" | "SUPPORT" | "SUBMISSION" | "SIGNAL" | "COUNT";
    readonly person: Person;
  };
export type ExportedCouncilRecords = Lists<"standingAgreements" | "formerLeads" | "approaches" | "pastApproaches" | "officers"> &
  Lists<"practiceContacts" | "routineContacts" | "notedDates" | "supports" | "submissions" | "signals"> &
  Readonly<Record<"conversationLead" | "alignedSupport", Item | null>>;

/** The ledger's metadata. `removedTo`: the last month, such as `2026-03`, whose disclosures were removed after their retention. */
export type LedgerHead = Texts<"at" | "policyVersion" | "scope"> &
  Lists<"losses" | "discarded", string> &
  Nullable<Texts<"removedTo">> & { readonly council: Texts<"code" | "name">; readonly restrictedCount: number };
export type LedgerDocument = Omit<LedgerHead, "scope"> & {
  /** Whether the ledger is of a past instant, because the query had `at`. */
  readonly isOfThePast: boolean;
  readonly scope: readonly string[];
  /** Number of records of each kind. `historyEntries` is the sum of the concerns' versions. */
  readonly totals: Readonly<Record<string, number>>;
  readonly concerns: readonly ExportedConcern[];
  readonly disclosures: readonly ExportedDisclosure[];
  /** Null in a ledger of the past. */
  readonly ofCouncil: ExportedCouncilRecords | null;
  /** Every policy that the export names. */
  readonly policies: readonly ExportedPolicy[];
};
