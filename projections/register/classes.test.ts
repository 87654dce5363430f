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

  it("are found by a reader of the same table with the counts of now, as the same objects", () => {
    const { db, classes } = open();
    const reader = openClasses(db);
    const [first, second] = [classes.numberOf(factsOf("first")), classes.numberOf(factsOf("second"))];
    const count = (number: number, more: number) => {
      classes.add(number, more);
      classes.flush();
    };
    count(first, 2);
    expect(reader.changedElsewhere()).toEqual([]);
    const all = reader.all();
    const facts = reader.factsOf(first);
    count(second, 1);
    count(first, -1);
    expect(reader.changedElsewhere()?.map(({ council }) => council)).toEqual(["first", "second"]);
    expect(reader.changedElsewhere()).toEqual([]);
    expect(reader.all()).toBe(all);
    expect(all.map(({ facts, n }) => [facts.council, n])).toEqual([
      ["first", 1],
      ["second", 1],
    ]);
    expect(reader.factsOf(first)).toBe(facts);
    expect(all[0]?.facts).toBe(facts);
  });

  it("are read anew by a reader that did not look until empty ones were removed", () => {
    const { db, classes } = open();
    const reader = openClasses(db);
    const [kept, emptied] = [classes.numberOf(factsOf("kept")), classes.numberOf(factsOf("emptied"))];
    for (const number of [kept, emptied]) classes.add(number, 1);
    classes.flush();
    const all = reader.all();
    const facts = reader.factsOf(kept);
    reader.factsOf(emptied);
    classes.add(emptied, -1);
    classes.flush();
    for (let n = 0; n < 1_001; n += 1) {
      classes.add(kept, n % 2 ? -1 : 1);
      classes.flush();
    }
    expect(db.prepare("SELECT class FROM classes").all()).toEqual([{ class: kept }]);
    expect(reader.changedElsewhere()).toBeUndefined();
    expect(reader.all()).toBe(all);
    expect(all.map(({ facts, n }) => [facts.council, n])).toEqual([
      ["kept", 2],
      ["emptied", 0],
    ]);
    expect(reader.factsOf(kept)).toBe(facts);
    expect(() => reader.factsOf(emptied)).toThrow();
  });
});
