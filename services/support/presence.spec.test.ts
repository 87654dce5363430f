// Days of presence, and the package that a support is a part of (docs/decisions/0046-diary-and-clashes.md).
import { describe, it } from "vitest";
import {
  cancelPresence,
  completed,
  declined,
  offered,
  planPresence,
  presenceCancelled,
  presencePlanned,
  running,
  setPackage,
} from "../../test/examples/support.ts";
import { givenSupport, supportOf, TODAY } from "../../test/helpers/specification.ts";
import type { SupportEvent } from "./events.ts";

describe("Days of presence", () => {
  const [from, to] = ["2026-03-09", "2026-03-12"];
  const planned = [...running, presencePlanned(from, to)];

  it("are planned for an offer and for running support, up to 60 days from within two years", () => {
    for (const events of [[offered()], running])
      givenSupport(events)
        .when(planPresence(from, to))
        .then([presencePlanned(from, to)]);
    givenSupport(running)
      .when(planPresence("2026-02-27", TODAY))
      .then([presencePlanned("2026-02-27", TODAY)]);
    givenSupport(running).when(planPresence(to, from)).thenRefused("PERIOD_REVERSED", "to");
    givenSupport(running).when(planPresence("2026-02-27", "2026-03-01")).thenRefused("PRESENCE_PAST", "to");
    givenSupport(running).when(planPresence("2026-03-09", "2026-05-09")).thenRefused("PRESENCE_TOO_FAR", "to");
    givenSupport(running).when(planPresence("2028-03-02", "2028-03-03")).thenRefused("PRESENCE_TOO_FAR", "to");
  });

  it("are not planned for support that the council declined or that has ended", () => {
    givenSupport([offered(), declined()]).when(planPresence(from, to)).thenRefused("SUPPORT_NOT_AGREED");
    givenSupport(completed).when(planPresence(from, to)).thenRefused("SUPPORT_ENDED");
  });

  it("do not share a day with others of the same support, unless those were cancelled", () => {
    givenSupport(planned)
      .when(planPresence("2026-03-12", "2026-03-13"))
      .thenRefused("PRESENCE_DATES_OVERLAP", "from", "They are from 9 March 2026 to 12 March 2026.");
    givenSupport([...planned, presenceCancelled()])
      .when(planPresence("2026-03-12", "2026-03-13"))
      .then([presencePlanned("2026-03-12", "2026-03-13")]);
  });

  it("can be cancelled until they are over", () => {
    givenSupport(planned).when(cancelPresence()).then([presenceCancelled()]);
    givenSupport(planned, { today: to }).when(cancelPresence()).then([presenceCancelled()]);
    givenSupport(planned, { today: "2026-03-13" }).when(cancelPresence()).thenRefused("UNKNOWN_PRESENCE", "presence");
    givenSupport([...planned, presenceCancelled()])
      .when(cancelPresence())
      .thenRefused("UNKNOWN_PRESENCE", "presence");
    givenSupport(planned).when(cancelPresence("other")).thenRefused("UNKNOWN_PRESENCE", "presence");
  });

  it("are at most 100 of one support", () => {
    const many = Array.from({ length: 100 }, (_, n) => presencePlanned("2026-02-01", "2026-02-01", `presence-${n}`));
    givenSupport([...running, ...many])
      .when(planPresence(from, to))
      .thenRefused("TOO_MANY", "from");
  });
});

describe("A part of a support package", () => {
  const set: SupportEvent = { type: "PackageSet.v1", data: { package: "package" } };
  const found = (...events: readonly SupportEvent[]) => ({ package: supportOf(events) });
  const isPackage = offered({ kind: "package" });

  it("names a package for its own council that has not ended", () => {
    givenSupport(running, found(isPackage)).when(setPackage("package")).then([set]);
    for (const other of [
      found(offered()),
      found(offered({ kind: "package", council: "X00000002" })),
      found(...[isPackage, ...completed.slice(1)]),
      {},
    ])
      givenSupport(running, other).when(setPackage("package")).thenRefused("UNKNOWN_PACKAGE", "package");
  });

  it("is no package itself", () => {
    givenSupport([isPackage], found(isPackage)).when(setPackage("package")).thenRefused("UNKNOWN_PACKAGE", "package");
  });

  it("can be taken out again, and nothing is recorded of what is so already", () => {
    givenSupport([...running, set])
      .when(setPackage())
      .then([{ type: "PackageSet.v1", data: {} }]);
    givenSupport(running).when(setPackage()).then([]);
    givenSupport([...running, set], found(isPackage))
      .when(setPackage("package"))
      .then([]);
  });
});
