// The case as it is printed: what was put in, in place of the form.
import type { ReactNode } from "react";
import type { Form } from "./form.ts";

export function CaseOnPaper({ form, link }: { form: Form; link: string }) {
  const dollars = (text: string) => (text === "" ? "$0" : `$${text.replace(/^\$/, "")}`);
  const moves = form.to.map(({ model, share }) => `${share}% to ${model}`).join("; ");
  return (
    <section className="hidden break-inside-avoid rounded-xl bg-surface p-4 shadow-card print:block">
      <h2 className="text-sm font-semibold">The case</h2>
      <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1 text-dense">
        <Line name="Current model">{form.current}</Line>
        <Line name="Requests a month">{form.requests}</Line>
        <Line name="Tokens a request">
          {form.input} input, {form.output} output
        </Line>
        <Line name="Would move">{moves === "" ? "Nothing" : moves}</Line>
        <Line name="Platform">
          {dollars(form.platform)} a month, {dollars(form.setup)} once
        </Line>
        {form.minutes !== "" && form.hourly !== "" && (
          <Line name="People's time">
            {form.minutes} minutes a month at {dollars(form.hourly)} an hour
          </Line>
        )}
        <Line name="Address">
          <span className="text-2xs break-all">{link}</span>
        </Line>
      </dl>
    </section>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="figure whitespace-normal">{children}</dd>
    </>
  );
}
