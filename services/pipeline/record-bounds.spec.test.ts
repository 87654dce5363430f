// Limits on the events and the contents of a record: it is always possible to end something, take it back or object to it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { z } from "zod";
import {
  addEvidence,
  aware,
  made,
  makeShare,
  overridden,
  proposed,
  stated,
  statePosition,
  withdrawn,
  withdrawShare,
} from "../../test/examples/concern.ts";
import {
  agreed,
  answerSupport,
  approachCancelled,
  approachPlanned,
  cancelApproach,
  declined,
  offered,
  planApproach,
} from "../../test/examples/support.ts";
import {
  ADVISER,
  COUNCIL_OFFICER,
  given,
  givenAgreements,
  givenPerson,
  givenSupport,
  IN_OFFICE,
} from "../../test/helpers/specification.ts";
import { plain } from "../confidential.ts";
import type { CouncilCommand } from "../council/decide.ts";
import type { CouncilEvent } from "../council/events.ts";
import type { PersonEvent } from "../people/events.ts";
import { BOUNDED_RECORDS, EVENT_BOUNDS, MAIL_ADDRESSES_WITHOUT_ROLE, maxPerDay } from "./record-bounds.ts";

/** The day on which everything that is given has happened. */
const SAME_DAY = { today: "2026-02-20" };
const TOMORROW = "Or try again on 21 February 2026.";
const times = <T>(count: number, make: (n: number) => readonly T[]): T[] =>
  Array.from({ length: count }, (_, n) => make(n)).flat();
const daily = (type: string) => maxPerDay(type) ?? expect.fail(type);

const address = (n: number) => `someone-${n % 2}@candour.test`;
const givenAddress = (n: number): PersonEvent => ({
  type: "MailAddressGiven.v1",
  data: { text: plain({ address: address(n) }) },
});
const registered: PersonEvent = { type: "PersonRegistered.v1", data: { text: plain({ name: "Ines Hollowell" }) } };
const setMailAddress = (to: string | undefined) => ({
  name: "setMailAddress" as const,
  input: { person: "person", ...(to !== undefined && { address: to }) },
});

describe("A mail address", () => {
  const changed = (count: number) => [registered, ...times(count, (n) => [givenAddress(n)])];

  it("creates no event if it is already stored", () => {
    givenPerson(changed(1), { address: address(0) })
      .when(setMailAddress(address(0)))
      .thenNothing();
  });

  it("is limited in changes for each day, and can always be removed", () => {
    const most = daily("MailAddressGiven.v1");
    givenPerson(changed(most - 1), SAME_DAY)
      .when(setMailAddress(address(most - 1)))
      .then([givenAddress(most - 1)]);
    givenPerson(changed(most), SAME_DAY)
      .when(setMailAddress(address(most)))
      .thenRefused("TOO_MANY", undefined, TOMORROW);
    givenPerson(changed(most))
      .when(setMailAddress(address(most)))
      .then([givenAddress(most)]);
    givenPerson(changed(most), { ...SAME_DAY, address: address(most - 1) })
      .when(setMailAddress(undefined))
      .then([{ type: "MailAddressRemoved.v1", data: {} }]);
  });

  it("of a person without a role is limited in total", () => {
    givenPerson(changed(MAIL_ADDRESSES_WITHOUT_ROLE))
      .when(setMailAddress("another@candour.test"))
      .thenRefused("TOO_MANY", "address", "You have no role today.");
  });
});

describe("The limit on a council's record", () => {
  /** Who did everything that is given asks again. */
  const again = { ...SAME_DAY, actor: COUNCIL_OFFICER };
  const planned = (count: number): CouncilEvent[] =>
    times(count, (n) => [approachPlanned({ approach: `a${n}` }), approachCancelled(`a${n}`)]);

  it("counts cancelled approaches: only a number can be planned in a day, and one can always be cancelled", () => {
    const most = daily("ApproachPlanned.v2");
    givenAgreements(planned(most - 1), again)
      .when(planApproach())
      .then([approachPlanned()]);
    givenAgreements(planned(most), again).when(planApproach()).thenRefused("TOO_MANY", undefined, TOMORROW);
    givenAgreements([...planned(most), approachPlanned()], again)
      .when(cancelApproach())
      .then([approachCancelled()]);
  });

  it("counts each person separately: one person's planning and cancelling does not stop others", () => {
    givenAgreements(planned(daily("ApproachPlanned.v2")), { ...SAME_DAY, actor: ADVISER })
      .when(planApproach())
      .then([approachPlanned()]);
  });

  it("counts agreements that were taken back, and a full record still accepts commands that end or take back something", () => {
    const agreement = (n: number): CouncilEvent => ({
      type: "StandingAgreementGiven.v2",
      data: { agreement: `g${n}`, body: "dfe", purpose: "align-support", parts: ["headline"], strand: "childrens" },
    });
    const back = (n: number): CouncilEvent => ({
      type: "StandingAgreementTakenBack.v2",
      data: { agreement: `g${n}`, ...IN_OFFICE },
    });
    const most = daily("StandingAgreementGiven.v2");
    const giving: CouncilCommand = {
      name: "giveStandingAgreement",
      input: { council: "X00000001", body: "dfe", purpose: "align-support", parts: ["headline"], strand: "childrens" },
    };
    const flipped = times(most, (n) => [agreement(n), back(n)]);
    givenAgreements(flipped, again).when(giving).thenRefused("TOO_MANY", undefined, TOMORROW);
    const full = [...times(EVENT_BOUNDS.council.most / 2, (n) => [agreement(n), back(n)]), agreement(-1)];
    givenAgreements(full).when(giving).thenNothing();
    givenAgreements(full).when(planApproach()).thenRefused("TOO_MANY", undefined, "You can still end things and take them back.");
    const takingBack = { name: "takeBackStandingAgreement", input: { council: "X00000001", agreement: "g-1" } } as const;
    givenAgreements(full)
      .when(takingBack)
      .then([back(-1)]);
  });
});

describe("A council's position", () => {
  const open = [...aware, proposed()];
  const flips = (count: number) => times(count, (n) => [stated(n % 2 ? "agrees" : "objects")]);
  const most = daily("PositionStated.v2");

  it("that repeats the last one without new text creates no event", () => {
    given([...open, stated("objects")])
      .when(statePosition("objects"))
      .thenNothing();
  });

  it("is limited for each day, but an objection after an agreement is always accepted", () => {
    given([...open, ...flips(most)], SAME_DAY)
      .when(statePosition("objects"))
      .then([stated("objects")]);
    given([...open, ...flips(most + 1)], SAME_DAY)
      .when(statePosition("agrees"))
      .thenRefused("TOO_MANY", undefined, TOMORROW);
    given([...open, ...flips(most + 1)])
      .when(statePosition("agrees"))
      .then([stated("agrees")]);
    given([...open, ...flips(most + 1)], SAME_DAY)
      .when(statePosition("objects", { statement: "As I said." }))
      .thenRefused("TOO_MANY", undefined, TOMORROW);
  });

  it("of one person, or on one share, does not count towards another's limit", () => {
    const spent = [...open, ...flips(most + 1)];
    given(spent, { ...SAME_DAY, actor: "chief-executive" })
      .when(statePosition("agrees"))
      .then([stated("agrees")]);
    given([...spent, proposed({ share: "other" })], SAME_DAY)
      .when(statePosition("agrees", { share: "other" }))
      .then([stated("agrees", { share: "other" })]);
  });

  it("that sets conditions is always accepted if it narrows the terms, and limited if it widens them", () => {
    const narrow = { parts: ["headline"] } as const;
    const wide = { until: "2026-06-01" };
    const agreed = [...open, ...flips(most), stated("agrees")];
    const conditions = (differing: Parameters<typeof stated>[1]) => stated("agrees-with-conditions", differing);
    given(agreed, SAME_DAY)
      .when(statePosition("agrees-with-conditions", { parts: [...narrow.parts] }))
      .then([conditions({ parts: [...narrow.parts] })]);
    given([...agreed, conditions({ until: "2026-06-01" })], SAME_DAY)
      .when(statePosition("agrees-with-conditions", { until: "2026-05-31" }))
      .then([conditions({ until: "2026-05-31" })]);
    given([...agreed, conditions({ parts: [...narrow.parts] })], SAME_DAY)
      .when(statePosition("agrees-with-conditions", wide))
      .thenRefused("TOO_MANY", undefined, TOMORROW);
    given([...agreed, stated("objects")], SAME_DAY)
      .when(statePosition("agrees-with-conditions", wide))
      .thenRefused("TOO_MANY", undefined, TOMORROW);
    given([...agreed, stated("objects"), overridden()], SAME_DAY)
      .when(statePosition("objects"))
      .then([stated("objects")]);
  });

  it("is accepted on a full concern up to a reserve, and beyond it if it objects or ends something", () => {
    const full = [...open, ...flips(EVENT_BOUNDS.concern.most)];
    given(full).when(addEvidence()).thenRefused("TOO_MANY");
    given([...full, stated("objects")])
      .when(statePosition("agrees"))
      .then([stated("agrees")]);
    const fuller = [...aware, proposed(), made(), ...flips(EVENT_BOUNDS.concern.ever)];
    given([...fuller, stated("objects")])
      .when(statePosition("agrees"))
      .thenRefused("TOO_MANY");
    given([...fuller, stated("agrees")])
      .when(statePosition("objects"))
      .then([stated("objects")]);
    given(fuller).when(withdrawShare()).then([withdrawn()]);
    given([...fuller, stated("agrees")])
      .when(makeShare())
      .thenNothing();
  });
});

describe("A council's answer to support", () => {
  it("is limited for each day, but can always be taken back", () => {
    const most = daily("SupportAgreed.v2");
    const flips = times(most, () => [agreed(), declined()]);
    givenSupport([offered(), ...flips], SAME_DAY)
      .when(answerSupport("agreed"))
      .thenRefused("TOO_MANY", undefined, TOMORROW);
    givenSupport([offered(), ...flips, agreed()], SAME_DAY)
      .when(answerSupport("declined"))
      .then([declined()]);
  });
});

describe("docs/limits.md", () => {
  const text = readFileSync(join(import.meta.dirname, "../../docs/limits.md"), "utf8");
  const rows = new Map([...text.matchAll(/^\| (.+?) +\| (.+?) +\|$/gm)].map(([, what, most]) => [what, most]));
  const format = (n: number) => n.toLocaleString("en-GB");

  it.each(Object.entries(EVENT_BOUNDS))("lists the limits on events of one %s", (kind, { most, ever }) => {
    if (ever === most) expect(rows.get(`events of one ${kind}; there is no reserve`)).toBe(format(most));
    else expect(rows.get(`events of one ${kind}; with the reserve`)).toBe(`${format(most)}; ${format(ever)}`);
  });

  const bounded = Object.keys(BOUNDED_RECORDS).filter((type) => maxPerDay(type) !== undefined);
  const isOfShare = (type: string) => Object.hasOwn((BOUNDED_RECORDS[type] as { schema: z.ZodObject }).schema.shape, "share");
  it.each(bounded)("gives the bound on %s in a day", (type) => {
    const record = isOfShare(type) ? "share" : "record";
    expect(rows.get(`\`${type}\` by one person on one ${record} in a day`)).toBe(format(daily(type)));
  });

  it("gives no other bound in a day", () => {
    const listed = [...text.matchAll(/^\| `(\S+)` by one person on one/gm)].map(([, type]) => type);
    expect(listed.sort()).toEqual(bounded.sort());
  });

  it("lists the limit on mail addresses of a person without a role", () => {
    expect(rows.get("mail addresses that somebody without a role gives, ever")).toBe(format(MAIL_ADDRESSES_WITHOUT_ROLE));
  });
});
