// What an export holds, in plain words. The schema says what each value is, so that a field that is added to it is told without a line here.
import {
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isObjectType,
  isScalarType,
} from "graphql";
import { dateInWords } from "../../services/dates.ts";
import type { Item, LedgerDocument } from "./ledger-document.ts";

/** One field of a thing: what it is called, and what it is. */
export type LabelledField = {
  readonly name: string;
  readonly label: string;
  readonly type: GraphQLNamedType;
  readonly value: unknown;
};

export type Words = {
  /** The fields of a thing of a type, in the order in which they were asked for; those that hold nothing are left out. */
  fields(type: string, item: Item): readonly LabelledField[];
  /** A value as one text; empty for nothing. */
  text(type: GraphQLNamedType, value: unknown): string;
  /** All of a thing as one text, a line a field, without the fields named. */
  lines(type: string, item: Item, without?: readonly string[]): string;
  /** Whether a value is told in a few words, rather than field by field. */
  isShort(type: GraphQLNamedType): boolean;
  /** A value of an enum. */
  enumValue(type: string, value: string): string;
  /** A person by id, with their name where the export gives it. */
  person(id: string): string;
};

/** A name in words: `toldName` is "Told name". */
export const labelOf = (name: string, type = ""): string =>
  LABELS[`${type}.${name}`] ?? LABELS[name] ?? sentence(name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase());
const LABELS: Readonly<Record<string, string>> = {
  at: "When",
  "Evidence.told": "Known to the council",
  until: "Last day",
  to: "Last day",
  from: "First day",
  proposedUntil: "Last day as proposed",
  proposedParts: "Parts as proposed",
  previous: "Fingerprint of the one before",
  signals: "Requests for support",
  practiceContacts: "Agreements to be contacted",
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
/** Fields that hold a person's id, where they are no enum. */
const PEOPLE = new Set(["by", "recordedBy", "person"]);
const isPerson = ({ name, type }: LabelledField): boolean => PEOPLE.has(name) && isScalarType(type);

export function wordsOf(schema: GraphQLSchema, held: Pick<LedgerDocument, "concerns" | "disclosures">): Words {
  const names = namesIn(held);
  const person = (id: string): string => {
    const name = names.get(id);
    return id === "hub" ? "the hub, by date" : name ? `${name} (${id})` : id;
  };

  function fields(typeName: string, item: Item): readonly LabelledField[] {
    const known = objectType(typeName).getFields();
    return Object.entries(item).flatMap(([name, value]): readonly LabelledField[] => {
      const field = known[name];
      return value === null || !field ? [] : [{ name, label: labelOf(name, typeName), type: getNamedType(field.type), value }];
    });
  }

  function objectType(name: string): GraphQLObjectType {
    const type = schema.getType(name);
    if (!isObjectType(type)) throw new Error(`The schema has no type ${name}.`);
    return type;
  }

  function enumValue(name: string, value: string): string {
    const type = schema.getType(name);
    const description = isEnumType(type) && NAMED_BY_DESCRIPTION.has(name) ? type.getValue(value)?.description : undefined;
    return description?.replace(/\.$/, "") ?? sentence(value.toLowerCase().replaceAll("_", " "));
  }

  function text(type: GraphQLNamedType, value: unknown): string {
    if (value === null || value === undefined) return "";
    if (Array.isArray(value)) return value.map((one) => text(type, one)).join("; ") || "none";
    if (isObjectType(type)) return short(type.name, value as Item);
    if (isEnumType(type)) return enumValue(type.name, String(value));
    if (typeof value === "boolean") return value ? "yes" : "no";
    return type.name === "Date"
      ? dateInWords(String(value))
      : type.name === "DateTime"
        ? momentInWords(String(value))
        : String(value);
  }

  const told = (field: LabelledField): string => (isPerson(field) ? person(String(field.value)) : text(field.type, field.value));

  /** What is told in a few words. */
  function short(type: string, item: Item): string {
    const of = Object.fromEntries(fields(type, item).map((field) => [field.name, told(field)]));
    switch (type) {
      case "Body":
      case "Provider":
      case "Council":
        return `${of.name} (${of.id ?? of.code})`;
      case "Region":
        return of.name ?? "";
      case "Period":
        return `${of.from} to ${of.to}`;
      case "Grading":
        return `source: ${of.source}; what it says: ${of.content}`;
      case "DisclosedTo":
      case "AudienceMember":
        return person(String(item.id));
      case "Deed":
        return `${of.by}, ${of.at}${of.reason ? `: ${of.reason}` : ""}`;
      case "Capacity":
        return [of.role, ...[of.bodies, of.council, of.regions, of.strands].filter((one) => one && one !== "none")].join(", ");
      case "DisclosedPart":
        return `${of.part} (${of.policies})`;
      case "AudiencePart":
        return `${of.part} (${(item.policies as readonly Item[]).map(({ id }) => id).join(", ")})`;
      default:
        return fields(type, item)
          .map((field) => `${field.label.toLowerCase()}: ${told(field)}`)
          .join(", ");
    }
  }

  return {
    fields: (type, item) =>
      fields(type, item).map((field) => (isPerson(field) ? { ...field, value: person(String(field.value)) } : field)),
    text,
    lines: (type, item, without = []) =>
      fields(type, item)
        .filter(({ name }) => !without.includes(name))
        .map((field) => `${field.label}: ${told(field)}`)
        .join("\n"),
    isShort: (type) => !isObjectType(type) || SHORT.has(type.name),
    ...{ enumValue, person },
  };
}

/** Types that are told in a few words. */
const SHORT = new Set(
  (
    "Body Provider Council Region Period Grading Citation Withdrawal Closing " +
    "Deed DisclosedTo DisclosedPart Capacity AudienceMember AudiencePart"
  ).split(" "),
);

/** The names that the export gives of people, by id. */
function namesIn({ concerns, disclosures }: Pick<LedgerDocument, "concerns" | "disclosures">): ReadonlyMap<string, string> {
  const people = [
    ...disclosures.map(({ person }) => person),
    ...concerns.flatMap(({ audience }) => audience?.flatMap(({ people }) => people) ?? []),
  ];
  return new Map(people.flatMap(({ id, name }) => (name === null ? [] : [[id, name] as const])));
}
