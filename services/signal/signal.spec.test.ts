import { describe, expect, it } from "vitest";
import {
  ABOLISHED,
  answered,
  answerSignal,
  DAY_AFTER_LAST,
  LAST_DAY,
  offered,
  requested,
  requestSupport,
  SUCCESSOR,
  signalWithdrawn,
  withdrawSignal,
} from "../../test/examples/support.ts";
import { givenSignal, supportOf } from "../../test/helpers/specification.ts";
import { parse } from "../input.ts";
import { signalCommands } from "./decide.ts";

const support = (id: string) => (id.startsWith("support") ? supportOf([offered()]) : undefined);

describe("A council's own request for support", () => {
  it("names the strand and the wanted support, with or without causes", () => {
    givenSignal([]).when(requestSupport()).then([requested()]);
    givenSignal([])
      .when(requestSupport({ causes: [] }))
      .then([requested({ causes: [] })]);
    givenSignal([])
      .when(requestSupport({ causes: ["finance", "finance", "leadership"] }))
      .then([requested({ causes: ["finance", "leadership"] })]);
    expect(
      parse<unknown>(signalCommands.requestSupport.input, { council: "X00000001", strand: "adults", wanted: "A mentor." }),
    ).toMatchObject({ input: { causes: [] } });
  });

  it("a second time under the same id does nothing", () => {
    givenSignal([requested()])
      .when(requestSupport({ strand: "adults" }))
      .thenNothing();
  });

  it("is refused with the cause that does not belong to its strand", () => {
    givenSignal([])
      .when(requestSupport({ causes: ["finance", "service-performance"] }))
      .thenRefused("CAUSE_NOT_FOR_STRAND", "causes.1");
  });

  it("is refused for a council that does not exist, no longer exists or does not exist yet", () => {
    givenSignal([])
      .when(requestSupport({ council: "X99999999" }))
      .thenRefused("UNKNOWN_COUNCIL", "council");
    givenSignal([], { today: DAY_AFTER_LAST })
      .when(requestSupport({ council: ABOLISHED }))
      .thenRefused("COUNCIL_NOT_IN_FORCE", "council");
    givenSignal([], { today: LAST_DAY })
      .when(requestSupport({ council: SUCCESSOR }))
      .thenRefused("COUNCIL_NOT_IN_FORCE", "council", "It begins on 1 April 2024.");
  });
});

describe("The answer to a request for support", () => {
  it("records what the adviser does, and names the offered supports, each once", () => {
    givenSignal([requested()]).when(answerSignal()).then([answered()]);
    givenSignal([requested()], { support })
      .when(answerSignal("support-1", "support-2", "support-1"))
      .then([answered("support-1", "support-2")]);
  });

  it("can name only supports of this council", () => {
    givenSignal([requested()], { support }).when(answerSignal("support", "other")).thenRefused("UNKNOWN_SUPPORT", "supports.1");
    givenSignal([requested()], { support: () => supportOf([offered({ council: "X00000002" })]) })
      .when(answerSignal("support"))
      .thenRefused("UNKNOWN_SUPPORT", "supports.0");
  });

  it("is possible once", () => {
    givenSignal([requested(), answered()]).when(answerSignal()).thenRefused("SIGNAL_ANSWERED");
  });

  it("is refused for a request that was withdrawn or never made", () => {
    givenSignal([requested(), signalWithdrawn()]).when(answerSignal()).thenRefused("SIGNAL_WITHDRAWN");
    givenSignal([]).when(answerSignal()).thenRefused("NOT_FOUND");
  });
});

describe("Whoever requests support or withdraws the request speaks in an office of the council", () => {
  const both = { offices: [{ office: "leader" }, { office: "nominated-officer", acting: true }] } as const;

  it("which is recorded with whether they are acting, and named by whoever speaks in several", () => {
    const spoken = requested({ office: "nominated-officer", acting: true });
    givenSignal([], both)
      .when(requestSupport({ office: "nominated-officer" }))
      .then([spoken]);
    givenSignal([], both).when(requestSupport()).thenRefused("OFFICE_REQUIRED", "office");
    givenSignal([spoken], both).when(withdrawSignal()).thenRefused("OFFICE_REQUIRED", "office");
    givenSignal([spoken], both)
      .when(withdrawSignal(undefined, "leader"))
      .then([{ type: "SignalWithdrawn.v2", data: { office: "leader" } }]);
  });

  it("and is refused without one", () => {
    givenSignal([], { offices: [] }).when(requestSupport()).thenRefused("NOT_A_SPEAKER");
    givenSignal([requested()], { offices: [] }).when(withdrawSignal()).thenRefused("NOT_A_SPEAKER");
    givenSignal([requested()]).when(withdrawSignal(undefined, "leader")).thenRefused("NOT_A_SPEAKER", "office");
  });
});

describe("Withdrawing a request for support", () => {
  it("needs no reason, although one can be given", () => {
    givenSignal([requested()]).when(withdrawSignal()).then([signalWithdrawn()]);
    givenSignal([requested()])
      .when(withdrawSignal("We have found help."))
      .then([signalWithdrawn("We have found help.")]);
  });

  it("a second time does nothing", () => {
    givenSignal([requested(), signalWithdrawn()]).when(withdrawSignal()).thenNothing();
  });

  it("is refused if the request was answered or never made", () => {
    givenSignal([requested(), answered()]).when(withdrawSignal()).thenRefused("SIGNAL_ANSWERED");
    givenSignal([]).when(withdrawSignal()).thenRefused("NOT_FOUND");
  });
});
