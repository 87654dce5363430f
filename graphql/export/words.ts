// What an export holds, in plain words. The schema says what each value is, so that a field that is added to it is told without a line here.
import { assertObjectType, type GraphQLNamedType, type GraphQLSchema, getNamedType, isEnumType, isObjectType } from "graphql";
import { dateInWords } from "../../services/dates.ts";
import type { Item, LedgerDocument } from "./ledger-document.ts";

/** One field of a thing, and the type of its value. */
export type Field = { readonly name: string; readonly type: GraphQLNamedType; readonly value: unknown };
export type Words = ReturnType<typeof wordsOf>;

/** A name in words: `toldName` is "Told name". */
export const labelOf = (name: string, type = ""): string =>
  LABELS[`${type}.${name}`] ?? LABELS[name] ?? sentence(name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase());
const LABELS: Readonly<Record<string, string>> = {
  at: "When",
  "Evidence.told": "The council has been told",
  acting: "What the council is doing",
  appearance: "How the appearance of a concern is corrected",
  awaitsTelling: "Not yet told to the council",
  causalFactors: "Causes",
  channel: "How the council was told",
  "Conversation.channel": "How",
  fellDueAt: "Recorded as due",
  heldOn: "Date of the conversation",
  id: "Reference",
  knowing: "Approaches that the planner knew of",
  learned: "What others can learn",
  liaison: "Bodies that took part",
  offeredTo: "Office that it was offered to",
  silence: "If the council does not answer",
  stands: "In force",
  toldName: "Name of the person who was told",
  toldOffice: "Office of the person who was told",
  toldOn: "Day the council was told",
  wanted: "What the council wants",
  until: "Last day",
  to: "Last day",
  from: "First day",
  proposedUntil: "Last day as proposed",
  proposedParts: "Parts as proposed",
  previous: "Previous fingerprint",
  signals: "Requests for support",
  practiceContacts: "Agreements to be contacted",
  conversationLead: "Who leads the single conversation",
  alignedSupport: "Support from all providers",
  audience: "Who can see it",
  "Audience.label": "Role",
  "HistoryEntry.said": "Words at the time",
  "HistoryEntry.subject": "About",
  "Disclosure.person": "Person",
  "Disclosure.capacities": "Role",
  "Disclosure.surface": "How",
  "Disclosure.parts": "Information, and the policies that permitted it",
};
const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

const MOMENT = new Intl.DateTimeFormat("en-GB", {
  ...{ timeZone: "Europe/London", day: "numeric", month: "long", year: "numeric" },
  ...{ hour: "2-digit", minute: "2-digit", second: "2-digit", timeZoneName: "short" },
});

/** An instant in English time, `31 March 2026 at 10:30:00 BST`. */
export const momentInWords = (instant: string): string => MOMENT.format(new Date(instant));

/** Enums whose descriptions name their values better than the values do. */
const NAMED_BY_DESCRIPTION = new Set(
  "Strand Cause EvidenceKind SourceGrading ContentGrading Handling Role SupportKind Purpose Surface".split(" "),
);
/** Fields that hold a person's id. */
const PEOPLE = new Set(["by", "recordedBy", "person"]);

type Texts = Readonly<Record<string, string>>;
const named = ({ name, id = "" }: Texts): string => (name ? `${name} (${id})` : id);
const withPolicies = ({ part, policies }: Texts): string => `${part} (${policies})`;
/** Things that are told in a few words, by type: how, or else field by field in a row. */
const IN_SHORT: Readonly<Record<string, ((of: Texts) => string) | null>> = {
  ...{ Citation: null, Withdrawal: null, Closing: null },
  ...{ Body: named, Provider: named, DisclosedTo: named, AudienceMember: named },
  ...{ DisclosedPart: withPolicies, AudiencePart: withPolicies },
  Council: ({ name, code }) => `${name} (${code})`,
  Region: ({ name = "" }) => name,
  Period: ({ from, to }) => `${from} to ${to}`,
  Grading: ({ source, content }) => `source: ${source}; what it says: ${content}`,
  Attribution: ({ by, at, reason }) => `${by}, ${at}${reason ? `: ${reason}` : ""}`,
  Policy: ({ id = "" }) => id,
  Capacity: ({ role, bodies, council, regions, strands }) =>
    [role, bodies, council, regions, strands].filter((one) => one && one !== "none").join(", "),
};
export const isShort = ({ type }: Field): boolean => !isObjectType(type) || type.name in IN_SHORT;

export function wordsOf(schema: GraphQLSchema, held: Pick<LedgerDocument, "concerns" | "disclosures">) {
  const names = namesIn(held);
  const places = new Map(held.concerns.map(({ id }, at) => [id, at + 1]));

  /** A person by id, with their name where the export gives it. */
  const person = (id: string): string => (id === "hub" ? "the hub, automatically" : named({ id, name: names.get(id) ?? "" }));
  const concern = (id: string): string =>
    places.has(id) ? `Concern ${places.get(id)}` : `A concern that the council was told about later (${id})`;

  /** The fields of a thing of a type, in the order in which they were asked for; those that hold nothing are left out. */
  function fields(type: string, item: Item): readonly Field[] {
    const known = assertObjectType(schema.getType(type)).getFields();
    return Object.entries(item).flatMap(([name, value]) => {
      const field = known[name];
      return !field || value === null || value === undefined ? [] : [{ name, type: getNamedType(field.type), value }];
    });
  }

  /** A value of an enum. */
  function enumValue(name: string, value: string): string {
    const type = schema.getType(name);
    const description = isEnumType(type) && NAMED_BY_DESCRIPTION.has(name) ? type.getValue(value)?.description : undefined;
    return description?.replace(/\.$/, "") ?? sentence(value.toLowerCase().replaceAll("_", " "));
  }

  /** A field's value as one text. */
  function text(field: Field): string {
    const { name, type, value } = field;
    if (Array.isArray(value)) return value.map((one) => text({ ...field, value: one })).join("; ") || "none";
    if (isObjectType(type)) return inShort(type.name, value as Item);
    if (isEnumType(type)) return enumValue(type.name, String(value));
    if (PEOPLE.has(name)) return person(String(value));
    if (name === "concern") return concern(String(value));
    if (typeof value === "boolean") return value ? "yes" : "no";
    if (type.name === "Date") return dateInWords(String(value));
    return type.name === "DateTime" ? momentInWords(String(value)) : String(value);
  }

  function inShort(type: string, item: Item): string {
    const held = fields(type, item);
    const short = IN_SHORT[type];
    if (short) return short(Object.fromEntries(held.map((field) => [field.name, text(field)])));
    return held.map((field) => `${labelOf(field.name, type).toLowerCase()}: ${text(field)}`).join(", ");
  }

  /** An item as text, one line for each field; the fields in `without` are left out. */
  const lines = (type: string, item: Item, without: readonly string[] = []): string =>
    fields(type, item)
      .filter(({ name }) => !without.includes(name))
      .map((field) => `${labelOf(field.name, type)}: ${text(field)}`)
      .join("\n");

  /** One field of a thing; empty for nothing. */
  const value = (type: string, item: Item, name: string): string => {
    const [field] = fields(type, { [name]: item[name] });
    return field ? text(field) : "";
  };
  return { fields, text, lines, value, enumValue, person };
}

/** The names that the export gives of people, by id. */
function namesIn({ concerns, disclosures }: Pick<LedgerDocument, "concerns" | "disclosures">): ReadonlyMap<string, string> {
  const audience = concerns.flatMap(({ audience }) => audience?.flatMap(({ people }) => people) ?? []);
  const people = [...disclosures.map(({ person }) => person), ...audience];
  return new Map(people.flatMap(({ id, name }) => (name === null ? [] : [[id, name] as const])));
}
