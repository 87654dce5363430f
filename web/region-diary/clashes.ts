// Which entries of a diary clash with others, as the API says.
import type { AnswerOf } from "../documents.ts";

type Diary = AnswerOf<"region-diary/diary.graphql">;
type Entry = Diary["diary"]["nodes"][number];
type Picture = Diary["alignedSupport"][number];
type Clash = Picture["clashes"][number];
type ClashSide = Clash["first"];

/** The other side of a clash, and where it is settled. */
type MarkedClash = { readonly href: string; readonly other: ClashSide };

const isSideOf = (entry: Entry, side: ClashSide): boolean =>
  entry.kind === side.kind &&
  entry.from === side.from &&
  entry.to === side.to &&
  (side.approach === null ? side.support !== null && entry.support?.id === side.support.id : entry.approach === side.approach);

const clashPath = (council: string, clash: string): string =>
  `/councils/${encodeURIComponent(council)}/clashes/${encodeURIComponent(clash)}`;

/** Each entry with the clashes that are not settled. */
export function markClashes(entries: readonly Entry[], pictures: readonly Picture[]) {
  const byCouncil = new Map(pictures.map(({ council, clashes }) => [council.code, clashes]));
  return entries.map((entry) => {
    const clashes = (byCouncil.get(entry.council.code) ?? []).flatMap(({ id, first, second }): readonly MarkedClash[] => {
      const href = clashPath(entry.council.code, id);
      if (isSideOf(entry, first)) return [{ href, other: second }];
      return isSideOf(entry, second) ? [{ href, other: first }] : [];
    });
    return { ...entry, clashes };
  });
}

/** The councils with more clashes than an answer has. */
export const councilsWithMore = (pictures: readonly Picture[]): readonly string[] =>
  pictures.filter(({ clashCount, clashes }) => clashCount > clashes.length).map(({ council }) => council.name);
