import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { issuerNameOf, personOf } from "./subject.ts";

const issuerName = fc.option(fc.stringMatching(/^[a-z0-9]{1,16}$/), { nil: undefined });
/** Subjects as directories have them, and such as somebody would make up to be taken for a person of another issuer. */
const subject = fc.oneof(
  fc.stringMatching(/^[\x21-\x7e]{1,40}$/),
  fc
    .tuple(fc.stringMatching(/^[a-z0-9]{1,16}$/), fc.stringMatching(/^[a-z0-9~]{0,10}$/))
    .map(([name, rest]) => `~${name}~${rest}`),
  fc.constantFrom("hub", "~", "~~", "~a~", "~a~b", "~A~b", "a~b", "~abcdefghijklmnopq~b", "ä", " a", "", undefined, 7),
);

describe("The id of a person", () => {
  it("is of one issuer and one subject: no issuer can name a person of another", () => {
    fc.assert(
      fc.property(issuerName, subject, issuerName, subject, (one, mine, other, theirs) => {
        const person = personOf(one, mine);
        if (person === undefined) return;
        expect(issuerNameOf(person)).toBe(one);
        if (personOf(other, theirs) === person) expect([other, theirs]).toEqual([one, mine]);
      }),
    );
  });

  it.each([
    [undefined, "8f3a", "8f3a"],
    [undefined, "~8f3a", "~8f3a"],
    [undefined, "~Moors~8f3a", "~Moors~8f3a"],
    ["moors", "8f3a", "~moors~8f3a"],
    ["moors", "~other~8f3a", "~moors~~other~8f3a"],
    [undefined, "~moors~8f3a", undefined],
    [undefined, "~moors~", undefined],
    ["moors", "hub", undefined],
    ["moors", "x".repeat(247), `~moors~${"x".repeat(247)}`],
    ["moors", "x".repeat(249), undefined],
  ])("of issuer %s and subject %s is %s", (name, given, person) => expect(personOf(name, given)).toBe(person));
});
