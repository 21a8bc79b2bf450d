select order_id, shop_id, ordered_at, amount from {{ ref('stg_shop_orders') }}
union all
select order_id, shop_id, ordered_at, amount from {{ ref('stg_web_orders') }}
