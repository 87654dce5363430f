// How long each kind of record is kept, in words.

export const RETAINED_RECORDS = [
  "disclosures",
  "records",
  "discarded-concerns",
  "invitations",
  "uploads",
  "drafts",
  "sessions",
] as const;
type RetainedRecords = (typeof RETAINED_RECORDS)[number];

export type RetentionSettings = {
  /** Months for which disclosures are kept besides the current one; undefined for ever. */
  readonly disclosuresKeptMonths: number | undefined;
  readonly uploadWorkingDays: number;
  readonly linkWorkingDays: number;
  /** Undefined where the hub has no pages. */
  readonly pages: { readonly draftWorkingDays: number; readonly idleMinutes: number; readonly sessionHours: number } | undefined;
};

type RuleInWords = { readonly records: RetainedRecords; readonly keptFor: string; readonly afterwards: string };

const AS_LONG_AS_THE_HUB = "As long as the hub is run.";

export function retentionRules({
  disclosuresKeptMonths,
  uploadWorkingDays,
  linkWorkingDays,
  pages,
}: RetentionSettings): readonly RuleInWords[] {
  return [
    disclosuresKeptMonths === undefined
      ? {
          records: "disclosures",
          keptFor: AS_LONG_AS_THE_HUB,
          afterwards: "Nothing is removed. Whoever runs the hub can set a period.",
        }
      : {
          records: "disclosures",
          keptFor: `For ${counted(disclosuresKeptMonths, "month")} after the month in which something was shown.`,
          afterwards:
            "A month is removed for all councils at once, a day after the hub noted it as due. That it was removed stays on record, and the record of each council says so.",
        },
    {
      ...{ records: "records", keptFor: AS_LONG_AS_THE_HUB },
      afterwards: "Nothing is erased. There is no period for closed concerns, or for people whose offices have ended.",
    },
    {
      ...{ records: "discarded-concerns", keptFor: "Until a second adviser discards the concern." },
      afterwards:
        "What was written and its files can no longer be read. Council, region, strand, cause, dates and the ground for discarding it stay on record.",
    },
    {
      records: "invitations",
      keptFor: `Until the person has joined, or the invitation is withdrawn. Its link can be used for ${counted(linkWorkingDays, "working day")}.`,
      afterwards: "The name and address in the invitation can no longer be read. Whoever has joined has a record of their own.",
    },
    {
      records: "uploads",
      keptFor: `For ${counted(uploadWorkingDays, "working day")}, unless they are sent with evidence or removed before.`,
      afterwards: "The file is erased, with its name. A file that was sent is part of its concern.",
    },
    ...(pages ? rulesOfPages(pages) : []),
  ];
}

const rulesOfPages = ({
  draftWorkingDays,
  idleMinutes,
  sessionHours,
}: NonNullable<RetentionSettings["pages"]>): readonly RuleInWords[] => [
  {
    records: "drafts",
    keptFor: `For ${counted(draftWorkingDays, "working day")} after they were begun, unless they are sent or deleted before.`,
    afterwards: "What was written is erased. Only its author could open it.",
  },
  {
    records: "sessions",
    keptFor: `For ${counted(idleMinutes, "minute")} after the last page, and for ${counted(sessionHours, "hour")} in any case.`,
    afterwards: "The person is signed out. What is stored of the sign-in is removed when somebody next signs in.",
  },
];

const counted = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? "" : "s"}`;
