// How somebody puts a task off to a later day.
import { dateInWords } from "../../text/dates-in-words.ts";
import { DATE_HINT, dateIn } from "../steps/fields.ts";
import { defineJourney } from "../steps/steps.ts";
import { taskInput } from "./claim.ts";
import { TASKS } from "./tasks.ts";

export const putOffTask = defineJourney({
  path: "/tasks/:task/put-off",
  title: "Put a task off",
  beforeSending:
    "Everybody who has this task sees that you put it off, and until when. It can still be done before that day, and you can end this at any time.",
  send: "Put the task off",
  document: "tasks/put-off.graphql",
  async open({ execute }, { address }) {
    const { task } = await execute("tasks/task.graphql", { id: address.task ?? "" });
    if (!task) return undefined;
    return {
      steps: [
        {
          ...{ name: "until", title: "Until when do you put this task off?", before: [task.sentence] },
          fields: [
            {
              ...{ name: "until", kind: "date", label: "The day from which it is to be done again" },
              hint: task.due
                ? `The last day that you can enter is ${dateInWords(task.due)}, on which it is due.`
                : `At most 20 working days from now. ${DATE_HINT}`,
              missing: "Enter a real date for the day from which it is to be done again.",
            },
          ],
        },
      ],
      from: { href: TASKS, text: "All your tasks" },
      isOffered: task.commands.includes("PUT_OFF_TASK"),
    };
  },
  variables: (words, request) => ({ input: { ...taskInput(words, request), until: dateIn(words, "until") } }),
  next: () => TASKS,
});
