import { describe, it } from "vitest";
import {
  ANSWER_BY,
  agreement,
  aware,
  councilSupplied,
  evidenceAdded,
  evidenced,
  evidenceWithdrawn,
  explained,
  lightSupport,
  logged,
  made,
  madeAware,
  makeShare,
  notAccepted,
  overridden,
  PEERS,
  packaged,
  proposed,
  proposeShare,
  reached,
  reopened,
  stated,
  UNTIL,
  underReview,
  withdrawn,
} from "../../test/examples/concern.ts";
import { given, TODAY } from "../../test/helpers/specification.ts";
import { dateInWords } from "../../text/dates-in-words.ts";

const DAY_AFTER_ANSWER = "2026-03-17";
const open = [...aware, proposed()];

// A council whose last day was 2024-03-31; the one that followed it, on record a day too early; and a body that receives of any region.
const [LAST_DAY, DAY_AFTER_LAST] = ["2024-03-31", "2024-04-01"];
const ENDED = `It ended on ${dateInWords(LAST_DAY)}. Its successors: Fennimere Council (invented) (X00000008).`;
const about = (council: string) => [logged({ council, region: "E12000006" }), evidenceAdded(), madeAware(["mhclg"])];
const [abolished, notYet] = [about("X00000007"), about("X00000008")];
const proposeToMinistry = proposeShare({ body: "mhclg" });
const proposedToMinistry = proposed({ body: "mhclg" });

describe("Proposing a share", () => {
  it("records the body, the purpose, the parts, the last day, and the last day to answer", () => {
    given(aware).when(proposeShare()).then([proposed()]);
  });

  it("is refused after a satisfactory explanation until the concern is reopened, and after no other conclusion", () => {
    given([...aware, explained()])
      .when(proposeShare())
      .thenRefused("NO_FURTHER_ACTION");
    given([...aware, explained(), reopened()])
      .when(proposeShare())
      .then([proposed()]);
    for (const conclusion of [underReview(), lightSupport(), packaged(), notAccepted()])
      given([...aware, conclusion])
        .when(proposeShare())
        .then([proposed()]);
  });

  it("is refused once the concern has two hundred, including those that have ended", () => {
    const many = Array.from({ length: 200 }, (_, n) => [proposed({ share: `${n}` }), withdrawn(`${n}`)]);
    given([...aware, ...many.slice(1).flat()])
      .when(proposeShare())
      .then([proposed()]);
    given([...aware, ...many.flat()])
      .when(proposeShare())
      .thenRefused("TOO_MANY", "body");
  });

  it("is refused before the council has been made aware, even with a standing agreement", () => {
    given(evidenced).when(proposeShare()).thenRefused("COUNCIL_NOT_AWARE");
    given(evidenced, { agreements: [agreement()] })
      .when(proposeShare())
      .thenRefused("COUNCIL_NOT_AWARE");
    given(evidenced)
      .when(proposeShare({ body: "newspaper" }))
      .thenRefused("COUNCIL_NOT_AWARE");
  });

  it("to a body that the awareness record does not cover is refused", () => {
    given(aware)
      .when(proposeShare({ body: PEERS }))
      .thenRefused("BODY_NOT_COVERED", "body");
    given([...evidenced, madeAware([])])
      .when(proposeShare())
      .thenRefused("BODY_NOT_COVERED", "body");
    given(aware, { agreements: [agreement({ body: PEERS })] })
      .when(proposeShare({ body: PEERS }))
      .thenRefused("BODY_NOT_COVERED", "body");
  });

  it("to a body that a later awareness record covers is accepted", () => {
    given([...aware, madeAware([PEERS], "second")])
      .when(proposeShare({ body: PEERS }))
      .then([proposed({ body: PEERS })]);
  });

  it("to a body that does not exist is refused", () => {
    given(aware)
      .when(proposeShare({ body: "newspaper" }))
      .thenRefused("UNKNOWN_BODY", "body");
  });

  it("to a body of another region or strand is refused, even if an awareness record names it", () => {
    for (const body of ["regional-improvement-london", "cib-north-east", "adass-north-east"])
      given([...evidenced, madeAware([body])])
        .when(proposeShare({ body }))
        .thenRefused("BODY_OUT_OF_SCOPE", "body");
  });

  it("to a national body that the awareness record covers is accepted like any other", () => {
    given([...evidenced, madeAware(["mhclg"])])
      .when(proposeShare({ body: "mhclg", purpose: "reassure-on-support" }))
      .then([proposed({ body: "mhclg", purpose: "reassure-on-support" })]);
  });

  it("is refused when all evidence of the adviser's was withdrawn", () => {
    given([...aware, evidenceWithdrawn()])
      .when(proposeShare())
      .thenRefused("NO_EVIDENCE_LEFT");
    given([...aware, councilSupplied(), evidenceWithdrawn()])
      .when(proposeShare())
      .thenRefused("NO_EVIDENCE_LEFT");
    given([...evidenced, evidenceAdded({ evidence: "other" }), madeAware(), evidenceWithdrawn()])
      .when(proposeShare())
      .then([proposed()]);
  });

  it("is refused when all remaining evidence was added after the council was told, until it is told again", () => {
    const untold = [...aware, evidenceAdded({ evidence: "untold" }), evidenceWithdrawn()];
    given(untold).when(proposeShare()).thenRefused("NO_EVIDENCE_LEFT");
    given([...untold, madeAware([], "second")])
      .when(proposeShare())
      .then([proposed()]);
  });

  it("is refused for a concern about a council that is no longer in force", () => {
    given(abolished, { today: LAST_DAY }).when(proposeToMinistry).then([proposedToMinistry]);
    given(abolished, { today: DAY_AFTER_LAST }).when(proposeToMinistry).thenRefused("COUNCIL_NOT_IN_FORCE", "concern", ENDED);
    given(notYet, { today: LAST_DAY })
      .when(proposeToMinistry)
      .thenRefused("COUNCIL_NOT_IN_FORCE", "concern", "It begins on 1 April 2024.");
    given([logged({ council: "X99999999" }), evidenceAdded(), madeAware()])
      .when(proposeShare())
      .thenRefused("COUNCIL_NOT_IN_FORCE", "concern", "It is not in the register of councils.");
  });

  it("needs a last day after the last day to answer", () => {
    for (const until of ["2026-03-15", ANSWER_BY])
      given(aware).when(proposeShare({ until })).thenRefused("SHARE_ENDS_TOO_EARLY", "until");
    given(aware)
      .when(proposeShare({ until: DAY_AFTER_ANSWER }))
      .then([proposed({ until: DAY_AFTER_ANSWER })]);
  });

  it("of a part covers the parts that contain it, each once, the outermost first", () => {
    given(aware)
      .when(proposeShare({ parts: ["evidence"] }))
      .then([proposed()]);
    given(aware)
      .when(proposeShare({ parts: ["summary", "headline", "summary"] }))
      .then([proposed({ parts: ["headline", "summary"] })]);
    given(aware)
      .when(proposeShare({ parts: ["headline"] }))
      .then([proposed({ parts: ["headline"] })]);
  });

  it("to the same body again creates another share", () => {
    given([...open, made()])
      .when(proposeShare())
      .then([proposed()]);
  });
});

describe("Making a share", () => {
  it("is refused up to the last day for the council to answer", () => {
    for (const today of [TODAY, ANSWER_BY])
      given(open, { today })
        .when(makeShare())
        .thenRefused("AWAITING_COUNCIL", "share", `It has until ${dateInWords(ANSWER_BY)}.`);
  });

  it("is possible on silence from the day after", () => {
    given([...open, reached()], { today: DAY_AFTER_ANSWER })
      .when(makeShare())
      .then([made("share", "silence")]);
  });

  it("is not possible on silence while the clock is not believed", () => {
    given([...open, reached()], { today: DAY_AFTER_ANSWER, certainToday: TODAY })
      .when(makeShare())
      .thenRefused("AWAITING_COUNCIL", "share");
  });

  it("is possible at once when the council agrees, with or without conditions", () => {
    given([...open, stated("agrees")])
      .when(makeShare())
      .then([made()]);
    given([...open, stated("agrees-with-conditions", { parts: ["headline"] })])
      .when(makeShare())
      .then([made()]);
  });

  it("is refused while the council objects, however long ago the share was proposed", () => {
    for (const today of [TODAY, DAY_AFTER_ANSWER, UNTIL])
      given([...open, stated("objects")], { today })
        .when(makeShare())
        .thenRefused("COUNCIL_OBJECTS", "share");
  });

  it("is possible after an objection was overridden", () => {
    given([...open, stated("objects"), overridden()])
      .when(makeShare())
      .then([made("share", "override")]);
  });

  it("is possible up to its last day, and not after", () => {
    given([...open, stated("agrees")], { today: UNTIL })
      .when(makeShare())
      .then([made()]);
    given([...open, stated("agrees")], { today: "2026-07-01" })
      .when(makeShare())
      .thenRefused("SHARE_EXPIRED", "share");
  });

  it("follows the council's earlier date", () => {
    const narrowed = [...open, stated("agrees-with-conditions", { until: "2026-03-31" })];
    given(narrowed, { today: "2026-03-31" }).when(makeShare()).then([made()]);
    given(narrowed, { today: "2026-04-01" }).when(makeShare()).thenRefused("SHARE_EXPIRED", "share");
  });

  it("is refused if all evidence was withdrawn after it was proposed", () => {
    given([...open, stated("agrees"), evidenceWithdrawn()])
      .when(makeShare())
      .thenRefused("NO_EVIDENCE_LEFT");
  });

  it("is refused if the council has been told of none of the remaining evidence", () => {
    const untold = [...open, stated("agrees"), evidenceAdded({ evidence: "untold" }), evidenceWithdrawn()];
    given(untold).when(makeShare()).thenRefused("NO_EVIDENCE_LEFT");
    given([...untold, madeAware([], "second")])
      .when(makeShare())
      .then([made()]);
    given([...open, stated("agrees"), evidenceAdded({ evidence: "untold" })])
      .when(makeShare())
      .then([made()]);
  });

  it("is refused if the council was abolished after it was proposed", () => {
    const agreed = [...abolished, proposedToMinistry, stated("agrees")];
    given(agreed, { today: LAST_DAY }).when(makeShare()).then([made()]);
    given(agreed, { today: DAY_AFTER_LAST }).when(makeShare()).thenRefused("COUNCIL_NOT_IN_FORCE", "concern", ENDED);
  });

  it("a second time does nothing while it is live, even if it could no longer be made", () => {
    const live = [...open, stated("agrees"), made()];
    given(live).when(makeShare()).thenNothing();
    given([...live, evidenceWithdrawn()])
      .when(makeShare())
      .thenNothing();
    given([...abolished, proposedToMinistry, stated("agrees"), made()], { today: DAY_AFTER_LAST })
      .when(makeShare())
      .thenNothing();
    given([...open, stated("objects"), overridden(), made()])
      .when(makeShare())
      .thenNothing();
  });

  it("a second time is refused after the council's objection has suspended it", () => {
    const suspended = [...open, stated("agrees"), made(), stated("objects")];
    given(suspended).when(makeShare()).thenRefused("COUNCIL_OBJECTS", "share");
    given([...suspended, overridden()])
      .when(makeShare())
      .thenNothing();
    given([...suspended, overridden(), stated("objects")])
      .when(makeShare())
      .thenRefused("COUNCIL_OBJECTS", "share");
  });

  it("that was never proposed is refused", () => {
    given(open).when(makeShare("other")).thenRefused("UNKNOWN_SHARE", "share");
  });

  it("affects only that share", () => {
    const two = [...open, proposed({ share: "second" }), stated("agrees", { share: "second" })];
    given(two)
      .when(makeShare("second"))
      .then([made("second")]);
    given(two).when(makeShare()).thenRefused("AWAITING_COUNCIL", "share");
  });
});
