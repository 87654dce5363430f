import { expect, it } from "vitest";
import { assignmentOf, viewerOf } from "../../test/helpers/viewer.ts";
import { councilOffices } from "./granting-assignments.ts";

const TODAY = "2026-03-02";

it("does not keep the name of somebody whose offices in one council are looked up, so that an erased name is gone", () => {
  let name: string | undefined = "Ada";
  const viewer = Object.defineProperty(viewerOf("ada", [assignmentOf("leader", { council: "X00000004" })], TODAY), "name", {
    get: () => name,
    enumerable: true,
  });
  const asOfCouncil = councilOffices();
  expect(asOfCouncil(viewer, "X00000004", TODAY).name).toBe("Ada");
  name = undefined;
  expect(asOfCouncil(viewer, "X00000004", TODAY).name).toBeUndefined();
  expect(asOfCouncil(viewer, "X00000004", TODAY).facts.councils).toEqual(["X00000004"]);
});
