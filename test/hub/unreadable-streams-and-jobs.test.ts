// A stream that cannot be read stops no scheduled job: what concerns other people and councils is done, and every run ends.
import { afterEach, describe, expect, it } from "vitest";
import { recordCouncilsReached } from "../../hub/clock/scheduled-jobs.ts";
import { noticeSender } from "../../hub/mail/notices.ts";
import { concernStream } from "../../services/concern/events.ts";
import { councilStream } from "../../services/council/events.ts";
import { noticeStream } from "../../services/notice/events.ts";
import { CIB, proposal, TARROWSHIRE } from "../examples/api-inputs.ts";
import { appendOf } from "../helpers/stored-event.ts";
import { type Story, startStory } from "../helpers/story-hub.ts";

describe("A scheduled job, beside a stream that cannot be read,", () => {
  let story: Story;
  afterEach(() => story.close());

  async function begin(): Promise<{ readonly concern: string; readonly share: string }> {
    story = await startStory();
    const concern = await story.awareConcern([CIB]);
    await story.does("adviser", "proposeShare", { concern, ...proposal, answerBy: "2026-03-09" });
    return { concern, share: await story.lastShare(concern) };
  }
  const append = async (...appending: Parameters<typeof appendOf>) => {
    const outcome = await story.hub.log.append(appendOf(...appending));
    if (outcome.kind === "appended") await story.hub.caughtUp(outcome.position);
  };
  const makeUnreadable = (stream: string) => append(stream, [{ type: "Unknown.v1", data: {} }]);

  it("records a position in the stream of a council that cannot be read, once", async () => {
    const { concern, share } = await begin();
    await makeUnreadable(councilStream(TARROWSHIRE));
    // A crash came before the append to the council's stream.
    const data = { share, position: "objects", office: "chief-executive" };
    await append(concernStream(concern), [{ type: "PositionStated.v2", data }], { metadata: { actor: "chief-executive" } });
    expect(await story.hub.positionsRecorded()).toBe(1);
    expect(await story.hub.positionsRecorded()).toBe(0);
    const last = (await story.hub.log.readStream(councilStream(TARROWSHIRE))).at(-1);
    expect(last).toMatchObject({ type: "SharingPositionRecorded.v2", data: { share, position: "objects" } });
  });

  it("records by another person's notice that a council is reached", async () => {
    const { concern, share } = await begin();
    for (const person of ["chief-executive", "nominated-officer"])
      await story.does("governance-officer", "setFirstMailAddress", { person, address: `${person}@tarrowshire.example` });
    // The first request of each is their first sign-in.
    for (const person of ["chief-executive", "nominated-officer"]) await story.inbox(person);
    story.test.clock.set("2026-03-02T12:00:01.000Z");
    const mailer = { send: async () => {}, close() {} };
    expect(await noticeSender(story.hub, mailer, story.test.logger, { steady: () => 0 })()).toBe(2);
    await makeUnreadable(noticeStream("chief-executive"));
    expect(await recordCouncilsReached(story.hub)).toBe(1);
    const last = (await story.hub.log.readStream(concernStream(concern))).at(-1);
    expect(last).toMatchObject({ type: "CouncilReached.v1", data: { share, person: "nominated-officer" } });
  });
});
