// Claiming a task, giving it back, and ending that it is put off: each is a button in the list of tasks.
import { defineForm, type FormWords, type PageRequest, wordsIn } from "../page.ts";
import { addressOfTasks, tasksPage } from "./tasks.ts";

/** What every command on a task has. */
export const taskInput = (words: FormWords, { address }: PageRequest) => ({
  idempotencyKey: wordsIn(words, "key"),
  task: address.task ?? "",
});

const taskForm = { page: tasksPage, next: addressOfTasks };

export const claimTask = defineForm({
  ...taskForm,
  path: "/tasks/:task/claim",
  document: "tasks/claim.graphql",
  variables: (words, request) => ({ input: taskInput(words, request) }),
});

export const releaseTask = defineForm({
  ...taskForm,
  path: "/tasks/:task/release",
  document: "tasks/release.graphql",
  variables: (words, request) => ({ input: taskInput(words, request) }),
});

export const resumeTask = defineForm({
  ...taskForm,
  path: "/tasks/:task/resume",
  document: "tasks/resume.graphql",
  variables: (words, request) => ({ input: taskInput(words, request) }),
});
