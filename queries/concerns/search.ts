// Searches of the text index: the audiences under which a reader may search, and the search expression.
import { all, type Condition } from "../../policies/engine/condition.ts";
import { READ_ACTIONS } from "../../policies/engine/facts.ts";
import { conditionOf } from "../../policies/engine/residual.ts";
import { type Sql, toSql } from "../../policies/engine/sql.ts";
import type { RegisterTables } from "../../projections/register/register.ts";
import { bodyAudience, councilAudience, SHARED_WITH, scopeAudience } from "../../projections/register/text-audiences.ts";
import { firstRowOf, pieceOfRow, SEQ_OF_ROW } from "../../projections/register/text-index.ts";
import { kindOfPiece, TEXT_PARTS, type TextPart } from "../../projections/register/text-pieces.ts";
import type { TextPieceKind } from "../../services/concern/event-declaration.ts";
import { searchWords } from "../../text/forms.ts";
import type { Reader } from "./authorised-concern.ts";
import type { Where } from "./caseload-filter.ts";
import { CONCERN } from "./pages.ts";

/** The maximum number of words in a search; further words are ignored. */
const MAX_WORDS = 20;

/** The matching rows of the index with one part. */
type Matches = Sql & { readonly part: TextPart };

/**
 * For each part that the reader may read, returns matching rows of the index, of concerns whose facts currently permit it. Returns none without a word, or
 * for a reader without rights. Audiences are looked up at every search, because new ones may have been added.
 */
export function matches(tables: RegisterTables, { person, rights }: Reader, words: string, where: Where): readonly Matches[] {
  const councils = () =>
    tables.select
      .all<{ council: string }>({ text: "SELECT DISTINCT council FROM concerns", values: [] })
      .map(({ council }) => council);
  const may = (part: keyof typeof READ_ACTIONS) => conditionOf(rights.of(person, READ_ACTIONS[part]));
  return TEXT_PARTS.flatMap((part) => {
    const readable = all([may(part), may("headline")]);
    const ids = [...audiencesFor(part, readable, councils)].flatMap((audience) => tables.audienceId(audience) ?? []);
    const match = matchOf(words, ids);
    if (match === undefined) return [];
    const { text, values } = toSql(all([readable, where.condition]), CONCERN);
    return {
      part,
      text: `FROM texts CROSS JOIN concerns c ON c.seq = ${SEQ_OF_ROW} WHERE texts MATCH ? AND ${text} AND ${where.sql.text}`,
      values: [match, ...values, ...where.sql.values],
    };
  });
}

/** Where the words of a search stand in a concern. */
export type FoundPlace = { readonly part: TextPart; readonly kind: TextPieceKind };
type FoundConcern = { readonly seq: number; readonly places: readonly FoundPlace[] };

/** Returns the newest concerns before one, up to a limit, that have the words in a part that the reader may read. */
export function findNewest(
  tables: RegisterTables,
  reader: Reader,
  words: string,
  where: Where,
  before: number,
  limit: number,
): readonly FoundConcern[] {
  const found = new Map<number, FoundPlace[]>();
  for (const { part, text, values } of matches(tables, reader, words, where)) {
    const ofPart = new Set<number>();
    tables.select.each<{ seq: number; row: number }>(
      {
        text: `SELECT c.seq AS seq, texts.rowid AS row ${text} AND texts.rowid < CAST(? AS INTEGER) ORDER BY texts.rowid DESC`,
        values: [...values, firstRowOf(before)],
      },
      ({ seq, row }) => {
        // One concern can match in many rows: those of the last one are read to their end.
        if (ofPart.add(seq).size > limit) return false;
        found.set(seq, [...(found.get(seq) ?? []), { part, kind: kindOfPiece(pieceOfRow(row)) }]);
        return true;
      },
    );
  }
  return [...found]
    .map(([seq, places]) => ({ seq, places }))
    .sort((one, other) => other.seq - one.seq)
    .slice(0, limit);
}

/** Matches pieces that contain every word, in any order, under one of the audiences. Undefined without a word or an audience. */
function matchOf(text: string, audiences: readonly number[]): string | undefined {
  const words = [...new Set(searchWords(text))].slice(0, MAX_WORDS);
  if (words.length === 0 || audiences.length === 0) return undefined;
  return audiences.map((audience) => `(${words.map((word) => `"${audience}_${word}"`).join(" ")})`).join(" OR ");
}

/**
 * Returns audiences that together contain everything that meets a condition in a part. They may contain more, so the facts of results are checked
 * against the whole condition. `councils`: all councils, for a condition without a council, scope or body.
 */
function audiencesFor(part: TextPart, condition: Condition, councils: () => readonly string[]): ReadonlySet<string> {
  if (condition.kind === "never") return new Set();
  const parts = condition.kind === "all" ? condition.of : [condition];
  const council = parts.find(isOver("one-of", "council"));
  if (council) return new Set(council.values.map((value) => councilAudience(part, value)));
  const shared = parts.find(isOver("meets", SHARED_WITH[part] ?? ""));
  if (shared) return new Set(shared.values.map((value) => bodyAudience(part, value)));
  const scope = parts.find(isOver("one-of", "scope"));
  if (scope) return new Set(scope.values.map((value) => scopeAudience(part, value)));
  const anyOf = parts.find((one) => one.kind === "any");
  if (!anyOf) return new Set(councils().map((code) => councilAudience(part, code)));
  const others = parts.filter((one) => one !== anyOf);
  return new Set(anyOf.of.flatMap((one) => [...audiencesFor(part, all([one, ...others]), councils)]));
}

type OverValues = Extract<Condition, { kind: "one-of" | "meets" }>;
const isOver =
  (kind: OverValues["kind"], fact: string) =>
  (condition: Condition): condition is OverValues =>
    condition.kind === kind && condition.fact === fact;
