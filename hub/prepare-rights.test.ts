// Rights are computed before anybody asks, once for each policy.
import { expect, it } from "vitest";
import { boundedCache } from "../caching/cache.ts";
import type { Residual } from "../policies/engine/condition.ts";
import { READ_ACTIONS } from "../policies/engine/facts.ts";
import { rightsUnder } from "../policies/engine/rights.ts";
import { changedPolicy, policyText, shipped } from "../test/helpers/policy-files.ts";
import { assignmentOf, viewerOf } from "../test/helpers/viewer.ts";
import type { Hub } from "./hub.ts";
import { rightsPreparer } from "./prepare-rights.ts";

const TODAY = "2026-03-10";
const REGION = "E12000004";

it("computes the rights of everybody after a start and under each other policy, so that nobody's question waits for Cedar", async () => {
  const listed = [
    viewerOf("adviser", [assignmentOf("principal-adviser", { regions: [REGION], strands: ["adults"] })], TODAY),
    viewerOf("leader", [assignmentOf("leader", { council: "X00000004" })], TODAY),
  ];
  const changed = changedPolicy({
    "9-more.cedar": policyText(
      "more",
      'permit (principal, action == Action::"readSummary", resource) when { principal.panelBodies.contains("a") };',
    ),
  });
  let inForce = shipped;
  let computed = 0;
  const templates = new Map([shipped, changed].map(({ version }) => [version, boundedCache<string, Residual>(100)]));
  const policy = {
    ...shipped,
    get templates() {
      return templates.get(inForce.version) ?? expect.fail("There are two versions.");
    },
    get version() {
      return inForce.version;
    },
    get schema() {
      const forAction: typeof shipped.schema.forAction = (action) => {
        computed += 1;
        return inForce.schema.forAction(action);
      };
      return { ...inForce.schema, forAction };
    },
  };
  const rights = rightsUnder(policy);
  const people = { queries: () => ({ page: (after: string) => (after === "" ? listed : []) }) } as unknown as Hub["people"];
  const prepare = rightsPreparer({ people, rights });
  expect(await prepare()).toBe(2);
  const once = computed;
  expect(once).toBeGreaterThan(Object.keys(READ_ACTIONS).length);
  const other = viewerOf("other", [assignmentOf("leader", { council: "X00000009" })], TODAY);
  for (const { facts } of [...listed, other]) for (const action of Object.values(READ_ACTIONS)) rights.of(facts, action);
  expect(await prepare()).toBe(0);
  expect(computed).toBe(once);
  inForce = changed;
  expect(await prepare()).toBe(2);
  expect(computed).toBe(2 * once);
});
