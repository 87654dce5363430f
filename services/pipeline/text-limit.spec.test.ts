import { describe, expect, it } from "vitest";
import {
  aware,
  closeConcern,
  conversation,
  expireShare,
  lightSupport,
  made,
  proposed,
  recordConversation,
  stated,
  statePosition,
  withdrawShare,
} from "../../test/examples/concern.ts";
import {
  agreed,
  answerSupport,
  begun,
  endSupport,
  offered,
  progressReviewed,
  recordProgress,
} from "../../test/examples/support.ts";
import { anyKey, memoryKeys } from "../../test/helpers/memory-keys.ts";
import { councilOf, given, givenAgreements, givenSupport, IN_OFFICE } from "../../test/helpers/specification.ts";
import type { ConcernCommand } from "../concern/commands.ts";
import type { ConcernEvent } from "../concern/events.ts";
import { plain, sealUnder, textBytes } from "../confidential.ts";
import type { CouncilEvent } from "../council/events.ts";

/** 10,000 characters of three bytes each, as long as one narrative can be. */
const LONG = "€".repeat(10_000);
const SHORT = "€".repeat(500);
const talk = plain({ people: "Ines Hollowell, for the council", discussed: LONG, agreed: "A plan." });
const reply = (text: string): ConcernCommand => ({ name: "reply", input: { concern: "concern", reply: text } });
const replied: ConcernEvent = { type: "CouncilReplied.v2", data: { reply: "reply", ...IN_OFFICE, text: plain({ reply: LONG }) } };
const shared = [...aware, proposed(), stated("agrees"), made()];
/** Full: four megabytes of text, in far fewer events than a concern can hold. */
const full: readonly ConcernEvent[] = [...shared, ...Array.from({ length: 132 }, () => conversation({ text: talk }))];
/** Full, with what is kept for the council used up too. */
const overfull: readonly ConcernEvent[] = [...full, ...Array.from({ length: 40 }, () => replied)];

describe("A concern with the maximum of text", () => {
  it("accepts no more from advisers, and says what to do", () => {
    const more = recordConversation({ discussed: LONG });
    given(full.slice(0, -1))
      .when(more)
      .then([expect.objectContaining({ type: "ConversationRecorded.v1" })] as never);
    given(full).when(more).thenRefused("TOO_MUCH_TEXT", undefined, "Or start a new record.");
  });

  it("accepts the council's statements", () => {
    given(full).when(reply(LONG)).then([replied]);
    given(full)
      .when(statePosition("objects", { statement: LONG }))
      .then([stated("objects", { text: plain({ statement: LONG }) })]);
  });

  it("always accepts short statements of the council and commands that end something", () => {
    given(overfull).when(reply(LONG)).thenRefused("TOO_MUCH_TEXT", undefined, "Up to 500 characters can still be added.");
    given(overfull)
      .when(reply(SHORT))
      .then([{ ...replied, data: { reply: "reply", ...IN_OFFICE, text: plain({ reply: SHORT }) } }] as never);
    given(overfull)
      .when(statePosition("objects"))
      .then([stated("objects")]);
    given(overfull)
      .when(withdrawShare())
      .then([expect.objectContaining({ type: "ShareWithdrawn.v1" })] as never);
    given(overfull, { today: "2027-01-01" })
      .when(expireShare())
      .then([expect.objectContaining({ type: "ShareExpired.v1" })] as never);
    given([...overfull, lightSupport()])
      .when(closeConcern())
      .then([
        expect.objectContaining({ type: "ShareWithdrawn.v1" }),
        expect.objectContaining({ type: "ConcernClosed.v2" }),
      ] as never);
  });
});

describe("Other records with the maximum of text:", () => {
  it("a support accepts the council's answer and its end, and no more progress", () => {
    const progress = progressReviewed({ text: plain({ finding: LONG }) });
    const events = [offered(), agreed(), begun(), ...Array.from({ length: 140 }, () => progress)];
    givenSupport(events as never)
      .when(recordProgress())
      .thenRefused("TOO_MUCH_TEXT");
    givenSupport(events as never)
      .when(answerSupport("declined", LONG))
      .then([expect.objectContaining({ type: "SupportDeclined.v2" })] as never);
    givenSupport(events as never)
      .when(endSupport())
      .then([expect.objectContaining({ type: "SupportEnded.v1" })] as never);
  });

  it("a council's record accepts withdrawals of agreements, and no further agreements", () => {
    const agreement = { body: "member-peers-north-east", purpose: "timely-support", parts: ["headline"], strand: "corporate" };
    const events = Array.from({ length: 140 }, (_, n) => ({
      type: "StandingAgreementGiven.v2",
      data: { ...agreement, agreement: `a${n}`, text: plain({ statement: LONG }) },
    })) as unknown as CouncilEvent[];
    const { textBytes: held } = councilOf(events);
    expect(held).toBeGreaterThan(4_000_000);
    const input = { council: "X00000001", agreement: "a3", statement: LONG };
    givenAgreements(events)
      .when({ name: "takeBackStandingAgreement", input })
      .then([expect.objectContaining({ type: "StandingAgreementTakenBack.v2" })] as never);
    givenAgreements(events)
      .when({
        name: "agreeToBeContacted",
        input: { council: "X00000001", strand: "corporate", cause: "finance", contact: "Somebody (invented)", learned: LONG },
      } as never)
      .thenRefused("TOO_MUCH_TEXT");
  });
});

describe("Bytes of text", () => {
  it("are the same number before and after sealing, wherever in an event the text is", () => {
    const keys = memoryKeys();
    for (const length of [0, 1, 2, 3, 100, 10_000]) {
      const data = {
        reply: "r",
        text: { plain: { reply: "é".repeat(length) } },
        list: [{ deep: { plain: "x".repeat(length) } }],
      };
      const sealedText = keys.seal(anyKey(), data.text.plain);
      const sealedDeep = keys.seal(anyKey(), data.list[0]?.deep.plain ?? "");
      expect(textBytes({ ...data, text: sealedText, list: [{ deep: sealedDeep }] })).toBe(textBytes(data));
    }
    const [event] = sealUnder(keys, anyKey(), [{ type: "t", data: { text: { plain: "of no concern" }, open: "open text" } }]);
    expect(textBytes(event)).toBe(Buffer.byteLength(JSON.stringify("of no concern")));
    keys.close();
  });
});
