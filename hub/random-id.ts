/** Whether a text can be one of `randomUUID`. PostgreSQL would refuse some other texts with an error. */
export const isRandomId = (text: string): boolean => /^[0-9a-f-]{36}$/.test(text);
