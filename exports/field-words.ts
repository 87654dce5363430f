// Describes the schema's fields and values in plain words. The names come from the schema, so that a new field is exported without a change
// here.
import { assertObjectType, type GraphQLNamedType, type GraphQLSchema, getNamedType, isEnumType, isObjectType } from "graphql";
import { dateInWords } from "../text/dates-in-words.ts";
import { valueInWords } from "../text/value-words.ts";
import type { Item, LedgerDocument } from "./ledger-document.ts";
import type { Named, Naming } from "./naming.ts";

type Field = { readonly name: string; readonly label: string; readonly type: GraphQLNamedType; readonly value: unknown };
export type Words = ReturnType<typeof wordsOf>;

export const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
/** Returns the first part of a description: "Text" for "The text, as corrected; null when erased." */
const labelIn = (description: string): string =>
  sentence(description.replace(/[;.].*$|(?<= \S+), .*$/s, "").replace(/^(?:The|Its) |(?<=erson)'s id$/g, ""));

const MOMENT = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", dateStyle: "long", timeStyle: "long" });
/** An instant in English time, `31 March 2026 at 10:30:00 BST`. */
export const momentInWords = (instant: string): string => MOMENT.format(new Date(instant));

/** Enums whose descriptions are better names than their values. */
const NAMED_BY_DESCRIPTION = new Set(
  "Strand Cause EvidenceKind SourceGrading ContentGrading Handling Role SupportKind Purpose Surface FileType FileScan".split(" "),
);
/** Fields with a person's id, which a record with `actor` or `adviser` has as a person too. */
const FIELDS_OF_PEOPLE = new Set(["by", "recordedBy", "person"]);

type Texts = Readonly<Record<string, string>>;
const nameIn = ({ name = "", id = "" }: Texts, naming: Naming): string => naming.name({ name, id });
const withPolicies = ({ part, policies }: Texts): string => `${part} (${policies})`;
/** Type whose records fit on one line -> the line, built from the fields' texts. */
const ON_ONE_LINE: Readonly<Record<string, (texts: Texts, naming: Naming) => string>> = {
  Attachment({ id = "", name, type, bytes, scan, sha256 = "" }, naming) {
    const file = name ? naming.file({ id, name, sha256 }) : "A file that was erased";
    return `${file}: ${[type, `${bytes} bytes`, scan].join(", ")}`;
  },
  Body: nameIn,
  Provider: nameIn,
  DisclosedTo: nameIn,
  AudienceMember: nameIn,
  KeptOut: nameIn,
  DisclosedPart: withPolicies,
  AudiencePart: withPolicies,
  Council: ({ name = "", code = "" }, naming) => naming.name({ name, id: code }),
  Region: ({ name = "" }) => name,
  Period: ({ from, to }) => `${from} to ${to}`,
  Grading: ({ source, content }) => `source: ${source}; what it says: ${content}`,
  Actor: ({ inWords, ...person }, naming) => [nameIn(person, naming), inWords].filter(Boolean).join(", "),
  Attribution: ({ actor = "the hub, automatically", at, reason }) => `${actor}, ${at}${reason ? `: ${reason}` : ""}`,
  ShareReach: ({ how, at }) => `${how}, ${at}`,
  ShareLetter: ({ reference, sentOn, chiefExecutive, leader, monitoringOfficer, actor }) =>
    `${reference ?? ""}, sent on ${sentOn} to ${[chiefExecutive, leader, monitoringOfficer].filter(Boolean).join(" and ")}, recorded by ${actor}`,
  ConditionsAcceptance: ({ actor, at, statement }) => `${actor}, ${at}, up to the council's statement ${statement}`,
  ShareLimit: ({ people, seats }) => [people, seats].filter((text) => text && text !== "none").join("; "),
  NamedReader: ({ person = "", name = "", offices }, naming) => `${naming.name({ id: person, name })} (${offices})`,
  ShareUrgency: ({ answerBy, danger }) => `${answerBy}${danger ? `: ${danger}` : ""}`,
  Policy: ({ id = "" }, naming) => naming.policy(id),
  Capacity: ({ role, bodies, council, regions, strands }) =>
    [role, bodies, council, regions, strands].filter((text) => text && text !== "none").join(", "),
};
export const isOnOneLine = ({ type }: Field): boolean => !isObjectType(type) || type.name in ON_ONE_LINE;

export function wordsOf(
  schema: GraphQLSchema,
  { concerns }: Pick<LedgerDocument, "concerns">,
  named: readonly Named[],
  naming: Naming,
) {
  const names = new Map(named.map(({ id, name }) => [id, name]));
  const numbers = new Map(concerns.map(({ id }, index) => [id, index + 1]));

  /** Returns a person's name if the export contains it. */
  const person = (id: string): string =>
    id === "hub" ? "the hub, automatically" : naming.name({ id, name: names.get(id) ?? "" });
  const policies = (ids: Iterable<string>): string => [...new Set(ids)].map(naming.policy).join("; ");
  const concern = (id: string): string =>
    numbers.has(id) ? `Concern ${numbers.get(id)}` : `A concern that the council was told about later (${id})`;

  /** Returns the fields of a record that have a value, in the order of the query. */
  function fields(type: string, item: Item): readonly Field[] {
    const schemaFields = assertObjectType(schema.getType(type)).getFields();
    return Object.entries(item).flatMap(([name, value]) => {
      const field = schemaFields[name];
      if (!field || value === null || value === undefined) return [];
      if (FIELDS_OF_PEOPLE.has(name) && (item.actor || item.adviser)) return [];
      const label = name === "id" ? "Reference" : labelIn(field.description ?? "");
      return [{ name, label, type: getNamedType(field.type), value }];
    });
  }

  function enumValue(name: string, value: string): string {
    return NAMED_BY_DESCRIPTION.has(name)
      ? valueInWords(schema)(value, name)
      : sentence(value.toLowerCase().replaceAll("_", " "));
  }

  /** Returns a field's value as text: on one line, or with a further line for each field of its records. */
  function text(field: Field): string {
    const { name, type, value } = field;
    if (!isOnOneLine(field) && [value].flat().length > 0)
      return [value]
        .flat()
        .map((item) => below(type.name, item as Item))
        .join("\n");
    if (Array.isArray(value)) return value.map((one) => text({ ...field, value: one })).join("; ") || "none";
    const write = ON_ONE_LINE[type.name];
    if (write) return write(Object.fromEntries(fields(type.name, value as Item).map((one) => [one.name, text(one)])), naming);
    if (isEnumType(type)) return enumValue(type.name, String(value));
    if (FIELDS_OF_PEOPLE.has(name)) return person(String(value));
    if (name === "concern") return concern(String(value));
    if (type.name === "ID") return naming.record(String(value));
    if (typeof value === "boolean") return value ? "yes" : "no";
    if (type.name === "Date") return dateInWords(String(value));
    return type.name === "DateTime" ? momentInWords(String(value)) : String(value);
  }

  const below = (type: string, item: Item): string => `\n${lines(type, item)}`.replaceAll("\n", "\n  ");

  /** Returns a record as text, with a line for each selected field. */
  const lines = (type: string, item: Item, keep: (field: Field) => boolean = () => true): string =>
    fields(type, item)
      .filter(keep)
      .map((field) => `${field.label}: ${text(field)}`.replace(": \n", ":\n"))
      .join("\n");

  /** Returns one field of a record; empty if it has no value. */
  const value = (type: string, item: Item, name: string): string =>
    fields(type, { [name]: item[name] })
      .map(text)
      .join("");
  const joined = (type: string, item: Item, names: readonly string[]): string =>
    names
      .map((name) => value(type, item, name))
      .filter((text) => text && text !== "none")
      .join(", ");
  return { fields, lines, value, joined, enumValue, person, policies, concern };
}
