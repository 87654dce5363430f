// Who looks after a concern.
import { describe, expect, it } from "vitest";
import { aware, closed, explained, ownerSet, setOwner } from "../../test/examples/concern.ts";
import { ADVISER, concernOf, given, SECOND_ADVISER } from "../../test/helpers/specification.ts";
import { dayAfter } from "../dates.ts";

const { region, strand } = concernOf(aware);
const SCOPE = `${region}/${strand}`;
const scopes = {
  scopesOf: (person: string) => (person === "stranger" ? [] : person === "elsewhere" ? [`${region}/adults`] : [SCOPE]),
};

describe("The owner of a concern", () => {
  it("is whoever logged it, also of a concern from before there were owners", () => {
    expect(concernOf(aware).owner).toBe(ADVISER);
  });

  it("becomes another adviser of the region and strand, or nobody", () => {
    given(aware, scopes)
      .when(setOwner(SECOND_ADVISER))
      .then([ownerSet(SECOND_ADVISER)]);
    given(aware, scopes).when(setOwner()).then([ownerSet()]);
    expect(concernOf([...aware, ownerSet(SECOND_ADVISER)]).owner).toBe(SECOND_ADVISER);
    expect(concernOf([...aware, ownerSet()]).owner).toBeUndefined();
  });

  it("is not recorded again", () => {
    given(aware, scopes).when(setOwner(ADVISER)).thenNothing();
    given([...aware, ownerSet()], scopes)
      .when(setOwner())
      .thenNothing();
  });

  it("is nobody who does not advise the region and strand, and an unknown person is refused in the same words", () => {
    given(aware, scopes).when(setOwner("elsewhere")).thenRefused("OWNER_NOT_ADVISER", "owner");
    given(aware, scopes).when(setOwner("stranger")).thenRefused("OWNER_NOT_ADVISER", "owner");
  });

  it("can be changed when the concern is closed, and when the last day to tell the council has passed", () => {
    given([...aware, explained(), closed()], scopes)
      .when(setOwner(SECOND_ADVISER))
      .then([ownerSet(SECOND_ADVISER)]);
    const untold = aware.slice(0, 2);
    const { tellBy } = concernOf(untold).untold;
    given(untold, { ...scopes, today: dayAfter(tellBy) })
      .when(setOwner(SECOND_ADVISER))
      .then([ownerSet(SECOND_ADVISER)]);
  });
});
