import { expect, it } from "vitest";
import { registerModel } from "../../projections/register/register.ts";
import { openStore } from "../../projections/runtime/store.ts";
import { type ConcernEvent, concernStream } from "../../services/concern/events.ts";
import { sealUnder } from "../../services/confidential.ts";
import { BODY, evidenceAdded, logged, made, madeAware, proposed, restricted, stated, withdrawn } from "../examples/concern.ts";
import { anyKey, memoryKeys } from "../helpers/memory-keys.ts";
import { TODAY } from "../helpers/specification.ts";
import { storedEvent } from "../helpers/stored-event.ts";

it("The register finds whom concerns name, as the same object while that stays the same", () => {
  const keys = memoryKeys();
  const key = anyKey();
  const store = openStore(registerModel, ":memory:", { keys, today: () => TODAY });
  let count = 0;
  const named = (...events: readonly ConcernEvent[]) => {
    const stored = sealUnder(keys, key, events).map((event) => {
      count += 1;
      return storedEvent(count, event, { stream: concernStream("concern"), version: count });
    });
    store.applyPage(stored);
    return store.queries.named();
  };
  const limited = { body: BODY, limitedTo: { people: ["ada"], seats: [] } };
  const nobody = named(logged(), evidenceAdded(), madeAware([BODY]), proposed(limited), stated("agrees"));
  expect([...nobody]).toEqual([]);
  const ada = named(made());
  expect([...ada]).toEqual([`${BODY}#person:ada`]);
  // The facts change, and not the people.
  expect(named(proposed({ share: "other" }), stated("agrees", { share: "other" }), made("other"))).toBe(ada);
  const both = named(restricted({ named: [{ person: "ben", offices: ["chief-executive"] }] }));
  expect([...both].sort()).toEqual(["ben", `${BODY}#person:ada`]);
  expect([...named(withdrawn())]).toEqual(["ben"]);
});
