// Models that were used and have no price: their requests cost something, and nobody knows what.
import { useState } from "react";
import { useConfiguredProviders } from "../../../api/configured.ts";
import { useUnpriced } from "../../../api/prices.ts";
import type { UnpricedItem } from "../../../api/types.ts";
import { count } from "../../../figures/number.ts";
import { Button } from "../../../ui/Button.tsx";
import { Card } from "../../../ui/Card.tsx";
import { FigureCell } from "../../../ui/FigureCell.tsx";
import type { Column } from "../../../ui/TableHead.tsx";
import { DEFAULT_CUT } from "../../../url/cut.ts";
import { rowsOf } from "../../../url/rows.ts";
import { changed, type Scope } from "../../../url/scope.ts";
import { Answered } from "../../Answered.tsx";
import { Nothing } from "../Nothing.tsx";
import { RowsLink } from "../../requests/RowsLink.tsx";
import type { SectionProps } from "../SectionProps.ts";
import { ActsCell, NameCell, Table, WordsCell } from "../Table.tsx";
import { MissingPrice } from "./MissingPrice.tsx";

const COLUMNS: readonly Column[] = [
  { name: "Model", left: true },
  { name: "Provider", left: true },
  { name: "Catalogue", title: "Where a price for it belongs", left: true },
  { name: "Requests", title: "Whose cost is not known, of all tenants, in the last 30 days" },
  { name: "Actions" },
];

export function Unpriced({ around, say }: SectionProps) {
  const [adding, setAdding] = useState<UnpricedItem | null>(null);
  const providers = useConfiguredProviders();
  return (
    <>
      <Card title="Unpriced models" aside="last 30 days, all tenants" flush>
        <Answered around={around} query={useUnpriced()}>
          {({ items }) =>
            items.length === 0 ? (
              <Nothing title="Every request has its cost">Each model that was used in the last 30 days has a price for all the tokens it used.</Nothing>
            ) : (
              <Table label="Unpriced models" columns={COLUMNS} note="A request without a price is in no sum and counts as unpriced. Once there is a price, it is priced again.">
                <tbody data-testid="unpriced">
                  {items.map((item) => (
                    <UnpricedLine
                      key={`${item.provider}/${item.model}`}
                      item={item}
                      scope={around.scope}
                      onAdd={() => {
                        setAdding(item);
                      }}
                    />
                  ))}
                </tbody>
              </Table>
            )
          }
        </Answered>
      </Card>
      {adding !== null && (
        <MissingPrice
          item={adding}
          tenants={around.tenants}
          catalogues={[...new Set(providers.data?.items.map(({ catalogue }) => catalogue))]}
          onClose={() => {
            setAdding(null);
          }}
          onDone={(text) => {
            setAdding(null);
            say(text);
          }}
        />
      )}
    </>
  );
}

function UnpricedLine({ item, scope, onAdd }: { item: UnpricedItem; scope: Scope; onAdd: () => void }) {
  const { model, provider, catalogue, requests } = item;
  const month = changed(scope, { range: "30d", cut: DEFAULT_CUT });
  return (
    <tr className="border-b border-line last:border-0" data-unpriced={`${provider}/${model}`}>
      <NameCell>
        <span className="block break-words">{model}</span>
      </NameCell>
      <WordsCell>{provider}</WordsCell>
      <WordsCell>{catalogue}</WordsCell>
      <FigureCell warn>
        <RowsLink to={rowsOf(month, { provider, model }, { priced: "false" })} title="Those of the tenant looked at">
          {count(requests)}
        </RowsLink>
      </FigureCell>
      <ActsCell>
        <Button weight="small" aria-label={`Add its price: ${model}`} onClick={onAdd}>
          Add its price
        </Button>
      </ActsCell>
    </tr>
  );
}
