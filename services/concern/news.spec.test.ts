// What is news of each event of a concern, and for whom.
import { describe, expect, it } from "vitest";
import {
  aware,
  awarenessAnswered,
  awareOfAll,
  BODY,
  COUNCIL,
  conditionsAccepted,
  councilSupplied,
  evidenceAdded,
  evidenced,
  expired,
  explained,
  MINISTRY,
  made,
  madeAware,
  madeAwareNow,
  onConditions,
  overridden,
  PANEL,
  proposed,
  REGION,
  reassured,
  reopened,
  sharedWithMinistry,
  stated,
  WORDS_OPEN,
  withdrawn,
  wordsAnswered,
} from "../../test/examples/concern.ts";
import { by, concernOf, shareOf, TODAY } from "../../test/helpers/specification.ts";
import { plain } from "../confidential.ts";
import { NEWS_KINDS } from "../news.ts";
import type { ConcernEvent } from "./events.ts";
import { endingUntil, newsOfConcern } from "./news.ts";
import { CONCERN_NEWS } from "./news-table.ts";
import { evolve } from "./state.ts";

const THE_COUNCIL = `council:${COUNCIL}`;
const ADVISERS = `scope:${REGION}/corporate`;
const THE_BODY = `body:${BODY}`;

const replied: ConcernEvent = {
  type: "CouncilReplied.v2",
  data: { reply: "reply", office: "chief-executive", text: plain({ reply: "It was late." }) },
} as ConcernEvent;

/** The news of the last event, after those before it. */
function news(events: readonly ConcernEvent[]) {
  const event = events.at(-1) ?? expect.fail();
  const before = events.length > 1 ? concernOf(events.slice(0, -1)) : undefined;
  return newsOfConcern({ before, event, after: evolve("concern", before, event, by), at: by.at });
}
const told = (events: readonly ConcernEvent[]) => news(events).map(({ kind, audience }) => [kind, audience]);
const shared = [...aware, proposed(), stated("agrees"), made()];

describe("The news of a concern", () => {
  it("is none before the council is told", () => {
    expect(news([...evidenced, evidenceAdded({ evidence: "more" })])).toEqual([]);
  });

  it("tells the council what its advisers do", () => {
    expect(news(aware)).toEqual([{ kind: "told", audience: THE_COUNCIL, about: "awareness", tells: "sharingRecord" }]);
    expect(told([...aware, proposed()])).toEqual([["share-proposed", THE_COUNCIL]]);
    expect(told([...aware, proposed(), stated("objects"), overridden()])).toEqual([["objection-overridden", THE_COUNCIL]]);
    expect(told([...aware, proposed(), withdrawn()])).toEqual([["share-withdrawn", THE_COUNCIL]]);
    expect(told([...aware, explained()])).toEqual([["concluded", THE_COUNCIL]]);
    expect(told([...aware, explained(), reopened()])).toEqual([["reopened", THE_COUNCIL]]);
  });

  it("tells the advisers what the council says", () => {
    expect(told([...aware, proposed(), stated("objects")])).toEqual([["position-stated", ADVISERS]]);
    expect(told([...aware, replied])).toEqual([["replied", ADVISERS]]);
    expect(told([...aware, councilSupplied()])).toEqual([["evidence-supplied", ADVISERS]]);
    expect(told([...aware, awarenessAnswered("confirmed")])).toEqual([["awareness-answered", ADVISERS]]);
  });

  it("tells the body of a share that it was shared, and each person or seat of one that is limited", () => {
    expect(news(shared)).toContainEqual({ kind: "shared", audience: THE_BODY, about: "share", tells: "shareTerms" });
    const limited = [...aware, proposed({ limitedTo: { people: ["a-lead"], seats: ["director"] } }), stated("agrees"), made()];
    const audiences = news(limited).flatMap(({ kind, audience }) => (kind === "shared" ? [audience] : []));
    expect(audiences).toHaveLength(2);
    expect(audiences).not.toContain(THE_BODY);
  });

  it("tells the panel that a concern was reported to it", () => {
    const reported = [...awareOfAll, proposed({ body: PANEL, purpose: "challenge-support" }), stated("agrees"), made()];
    expect(told(reported)).toContainEqual(["reported", `body:${PANEL}`]);
  });

  it("waits for the day on which a share opens", () => {
    const objected = [...aware, proposed(), stated("objects")];
    expect(news([...objected, overridden({ from: "2026-03-04" }), made()])).toContainEqual({
      ...{ kind: "shared", audience: THE_BODY, about: "share", tells: "shareTerms", from: "2026-03-04" },
    });
  });

  it("tells nobody of a share, or of words in it, that would open only after the share's last day", () => {
    const late = overridden({ from: "2026-04-30" });
    const objected = [...aware, proposed({ until: "2026-04-29" }), stated("objects"), late, made()];
    expect(told(objected)).toEqual([["share-made", THE_COUNCIL]]);
    const ending = [...aware, proposed({ until: TODAY }), stated("agrees"), made()];
    expect(told([...ending, explained(), madeAwareNow([], "second")])).not.toContainEqual(["concluded", THE_BODY]);
  });

  it("waits until the conditions are accepted", () => {
    const conditional = [...aware, proposed(), onConditions(), made()];
    expect(told(conditional)).toEqual([["share-made", THE_COUNCIL]]);
    expect(told([...conditional, conditionsAccepted()])).toEqual([["shared", THE_BODY]]);
  });

  it("tells a body of other terms, and that a suspended share is open again", () => {
    const narrower = stated("agrees-with-conditions", { parts: ["headline"] });
    expect(told([...shared, narrower])).toContainEqual(["terms-changed", THE_BODY]);
    const suspended = [...shared, stated("objects")];
    expect(told(suspended)).toEqual([["position-stated", ADVISERS]]);
    expect(told([...suspended, stated("agrees")])).toContainEqual(["terms-changed", THE_BODY]);
  });

  it("tells a body of later words on the day on which they open, and earlier if the council lets them", () => {
    const concluded = [...shared, explained()];
    expect(told(concluded)).toEqual([["concluded", THE_COUNCIL]]);
    const toldOfIt = [...concluded, madeAwareNow([], "second")];
    expect(news(toldOfIt)).toContainEqual({
      ...{ kind: "concluded", audience: THE_BODY, about: "conclusion", tells: "summary", from: WORDS_OPEN },
    });
    expect(news([...toldOfIt, wordsAnswered("open", ["conclusion"])])).toContainEqual({
      ...{ kind: "concluded", audience: THE_BODY, about: "conclusion", tells: "summary" },
    });
    expect(told([...toldOfIt, wordsAnswered("object", ["conclusion"])])).toEqual([["words-answered", ADVISERS]]);
  });

  it("tells a body of a reply and of the council's own evidence at once, as far as its share has them", () => {
    expect(told([...shared, replied])).toEqual([
      ["replied", ADVISERS],
      ["replied", THE_BODY],
    ]);
    expect(told([...shared, councilSupplied()])).toContainEqual(["evidence-opened", THE_BODY]);
    const headline = [...aware, proposed({ parts: ["headline"] }), stated("agrees"), made()];
    expect(told([...headline, replied])).toEqual([["replied", ADVISERS]]);
  });

  it("tells of reassurance only the body that was given it", () => {
    const both = [...sharedWithMinistry, proposed({ share: "other" }), stated("agrees", { share: "other" }), made("other")];
    const opened = [...both, reassured(), madeAware([], "second")];
    expect(told(opened)).toEqual([
      ["told", THE_COUNCIL],
      ["reassured", `body:${MINISTRY}`],
    ]);
  });

  it("tells those who could read by a share that it has ended, and nobody else", () => {
    for (const end of [withdrawn(), expired()])
      expect(news([...shared, end])).toContainEqual({
        ...{ kind: "share-over", audience: THE_BODY, about: "share", tells: "shareEnding" },
      });
    expect(endingUntil(shareOf([...shared, withdrawn()]))).toBe("2026-03-20");
    const objected = [...aware, proposed(), stated("objects"), overridden({ from: "2026-03-04" }), made()];
    expect(told([...objected, withdrawn()])).toEqual([["share-ended", THE_COUNCIL]]);
    expect(told([...aware, proposed(), onConditions(), made(), withdrawn()])).toEqual([["share-ended", THE_COUNCIL]]);
    const disputed = [...shared, awarenessAnswered("not-told"), withdrawn()];
    expect(told(disputed)).toEqual([["share-ended", THE_COUNCIL]]);
  });

  it("names the council's part of an event as live messages do", () => {
    expect(news([...aware, explained()])).toMatchObject([{ tells: "unsharedEvidence" }]);
  });
});

it("has a sentence for each kind, without a name or a number", () => {
  for (const sentence of Object.values(NEWS_KINDS)) expect(sentence).toMatch(/^[A-Z][^0-9]*\.$/);
  for (const { council, advisers } of Object.values(CONCERN_NEWS))
    for (const kind of [council, advisers]) if (typeof kind === "string") expect(Object.keys(NEWS_KINDS)).toContain(kind);
});
