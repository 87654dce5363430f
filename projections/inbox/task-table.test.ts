// A task of several audiences is one task for a reader who belongs to more than one of them.
import { expect, it } from "vitest";
import { openDatabase } from "../../event-log/stores/database.ts";
import type { Task, TaskAudience } from "../../services/tasks.ts";
import { openTasks, TASKS_INDEXES, TASKS_SCHEMA } from "./task-table.ts";
import { FIRST_PLACE, placeOf, type TaskPlace } from "./waiting-task.ts";

const TODAY = "2026-03-10";
const AUDIENCES: readonly TaskAudience[] = ["scope:E12000004/adults", "council:X00000004", "body:dfe", "person:ada"];
const task = (audience: TaskAudience): Task => ({ kind: "reply-wanted", audience, since: `${TODAY}T09:00:00.000Z`, from: TODAY });

it.each([
  ["in this order", AUDIENCES],
  ["in the opposite order", AUDIENCES.toReversed()],
])(
  "A task that a reader has through several audiences is listed once, for the first of them, on every page %s",
  (_, audiences) => {
    const db = openDatabase(":memory:", "rebuildable");
    db.exec(`${TASKS_SCHEMA}${TASKS_INDEXES}`);
    const tasks = openTasks(db);
    const subjects = Array.from({ length: 12 }, (_, n) => `subject-${String(n).padStart(2, "0")}`);
    // Those of the first subject are for all audiences, those of the next for all but one, and so on.
    const audiencesOf = (n: number) => AUDIENCES.filter((_, index) => n % 4 === 0 || index !== n % 4);
    for (const [n, subject] of subjects.entries()) tasks.put(subject, "X00000004", [], audiencesOf(n).map(task));
    const expected = subjects.map((subject, n) => [subject, audiences.find((one) => audiencesOf(n).includes(one))]);
    for (const limit of [1, 2, 3, 5, 50]) {
      const listed: (readonly [string, TaskAudience])[] = [];
      for (let place: TaskPlace | undefined = FIRST_PLACE; place; ) {
        const page = tasks.queries.waiting(audiences, "ada", TODAY, place, limit);
        listed.push(...page.map(({ subject, audience }) => [subject, audience] as const));
        const last = page.at(-1);
        place = last && placeOf(last);
      }
      expect(listed).toEqual(expected);
    }
  },
);
