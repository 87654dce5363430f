import { describe, expect, it } from "vitest";
import { openDatabase } from "../../event-log/stores/database.ts";
import { CLASSES_SCHEMA, openClasses } from "./classes.ts";

const factsOf = (council: string): string => JSON.stringify({ council });

function open() {
  const db = openDatabase(":memory:", "rebuildable");
  db.exec(CLASSES_SCHEMA);
  return { db, classes: openClasses(db) };
}

describe("Classes of facts", () => {
  it("keep one object of facts for each number, however many there are", () => {
    const { classes } = open();
    const numbers = Array.from({ length: 3_000 }, (_, n) => classes.numberOf(factsOf(`${n}`)));
    for (const number of numbers) classes.add(number, 1);
    classes.flush();
    const facts = numbers.map(classes.factsOf);
    expect(facts.map(({ council }) => council)).toEqual(numbers.map((_, n) => `${n}`));
    expect(classes.all().map((one) => one.facts)).toEqual(facts);
    for (const [n, number] of numbers.entries()) expect(classes.factsOf(number)).toBe(facts[n]);
  });

  it("keep the facts that were there before a transaction is rolled back, and give its numbers to other facts", () => {
    const { db, classes } = open();
    const kept = classes.numberOf(factsOf("kept"));
    classes.forget();
    const before = classes.factsOf(kept);
    db.exec("BEGIN");
    const undone = classes.numberOf(factsOf("undone"));
    expect(classes.factsOf(undone).council).toBe("undone");
    db.exec("ROLLBACK");
    classes.forget();
    expect(classes.factsOf(kept)).toBe(before);
    expect(classes.numberOf(factsOf("other"))).toBe(undone);
    expect(classes.factsOf(undone).council).toBe("other");
  });
});
