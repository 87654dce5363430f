// Whether a person may read news now, and what it tells them. Policy is asked about the record as it is now, as for reading it.
import { type PersonFacts, READ_SHARE_ENDING } from "../../policies/engine/facts.ts";
import type { NewsOfRecord } from "../../projections/news/news-rows.ts";
import type { ConcernRecord } from "../../projections/register/records.ts";
import type { DisclosedPart, Part } from "../../reference/concern-parts.ts";
import type { RecordPart } from "../../reference/record-parts.ts";
import { shareFacts } from "../../services/concern/facts.ts";
import { isOfWord } from "../../services/concern/news.ts";
import { wordsOf } from "../../services/concern/words.ts";
import { type AuthorisedConcern, authoriseConcern } from "../concerns/authorised-concern.ts";
import { receivedShares } from "../concerns/read-one.ts";
import { wordsReadOf } from "../concerns/words-read.ts";
import { mayReadApproach } from "../council/read-council.ts";
import { may, type ReadDeps } from "../deps.ts";
import { findSubjectUnchecked, type SubjectRecord } from "../subject-record.ts";
import { sightOf } from "../support/levels.ts";

export type NewsItemDeps = Pick<ReadDeps, "rights" | "councils" | "register" | "support" | "intake" | "council">;

/** The record that news is of, and the parts of it that the news discloses. */
export type NewsSubject = {
  readonly type: "concern" | "support" | "submission" | "signal" | "council";
  readonly tells: readonly RecordPart[];
  /** The body that the share is with, of news of a share; the one that opened the concern. */
  readonly body?: string;
};

/** Undefined if the person may not read what the news tells, now. */
export const subjectOfNews = (deps: NewsItemDeps, person: PersonFacts, news: NewsOfRecord): NewsSubject | undefined =>
  subjectOfNewsIn(deps, person, news, findSubjectUnchecked(deps, news.subject));

/** The same with the record that the news is of: of today, or as it was before or after an event. */
export function subjectOfNewsIn(
  deps: NewsItemDeps,
  person: PersonFacts,
  news: NewsOfRecord,
  record: SubjectRecord | undefined,
): NewsSubject | undefined {
  if (!record) return undefined;
  switch (record.type) {
    case "concern":
      return ofConcern(deps, person, record.concern, news);
    case "support": {
      const sight = sightOf(deps, person, record.facts);
      const isOfPurpose = news.tells === "purpose";
      if (!sight || (isOfPurpose && !sight.purpose)) return undefined;
      return { type: "support", tells: isOfPurpose ? ["engagement", "purpose"] : ["engagement"] };
    }
    case "submission": {
      const isVisible = may(deps, person, "readSubmission", { type: "Submission", id: "submission", facts: record.facts });
      return isVisible ? { type: "submission", tells: ["submission"] } : undefined;
    }
    case "signal": {
      const isVisible = may(deps, person, "readSignal", { type: "Signal", id: "signal", facts: record.facts });
      return isVisible ? { type: "signal", tells: ["signal"] } : undefined;
    }
    case "council": {
      // An approach is no record about which disclosures are kept.
      const approach = record.state.approaches.find((one) => one.approach === news.about);
      return approach && mayReadApproach(deps, person, record.council, approach) ? { type: "council", tells: [] } : undefined;
    }
  }
}

function ofConcern(deps: NewsItemDeps, person: PersonFacts, concern: ConcernRecord, news: NewsOfRecord): NewsSubject | undefined {
  if (news.tells === "shareEnding")
    return isEndingShown(deps, person, concern, news.about) ? { ...subject(concern, news), tells: ["shareEnding"] } : undefined;
  const read = authoriseConcern({ person, rights: deps.rights }, concern);
  const part = news.tells as DisclosedPart;
  if (!read.parts.has("headline") || !readsIt(deps, person, read, news, part)) return undefined;
  return { ...subject(concern, news), tells: [...new Set<DisclosedPart>(["headline", part])] };
}

function subject({ state }: ConcernRecord, { kind, about }: NewsOfRecord): Pick<NewsSubject, "type" | "body"> {
  const ofShare = () => state().shares.find(({ id }) => id === about)?.body;
  const body = kind === "opened" ? about : OF_SHARES.has(kind) ? ofShare() : undefined;
  return { type: "concern", ...(body !== undefined && { body }) };
}
const OF_SHARES: ReadonlySet<string> = new Set([
  ...["shared", "reported", "terms-changed", "share-over", "share-proposed", "share-made", "share-ended", "share-withdrawn"],
  ...["objection-overridden", "position-stated"],
]);

function isEndingShown(
  deps: NewsItemDeps,
  person: PersonFacts,
  { state, facts, day }: ConcernRecord,
  about: string | undefined,
): boolean {
  const share = state().shares.find(({ id }) => id === about);
  return (
    share !== undefined &&
    may(deps, person, READ_SHARE_ENDING, { type: "Share", id: "share", facts: shareFacts(share, facts, day) })
  );
}

/** News to a body is of words that opened to it, or of one of its shares; other news is of a part. */
function readsIt(
  deps: NewsItemDeps,
  person: PersonFacts,
  read: AuthorisedConcern,
  { kind, about, audience }: NewsOfRecord,
  part: DisclosedPart,
): boolean {
  if (part !== "shareTerms" && !read.parts.has(part)) return false;
  if (!audience.startsWith("body:")) return true;
  const receives = (share: string | undefined) => receivedShares(deps, person, read).some((one) => one.share.id === share);
  if (!isOfWord(kind)) return part !== "shareTerms" || receives(about);
  const word = wordsOf(read.state()).find(({ id }) => id === about);
  if (!word || isWithdrawn(read, word.id) || (part === "shareTerms" && !receives(word.share))) return false;
  const inPart: Part = word.part;
  return wordsReadOf(read)(word.id, inPart);
}

const isWithdrawn = ({ state }: AuthorisedConcern, id: string): boolean =>
  state().evidence.some(({ evidence, withdrawn }) => evidence === id && withdrawn !== undefined);
