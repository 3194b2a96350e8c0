// One of several buttons that exclude each other, as the pages group them.
export const choice = (page, group, name) => page.getByRole("group", { name: group }).getByRole("button", { name, exact: true });
