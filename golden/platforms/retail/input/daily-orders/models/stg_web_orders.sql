select
    cast(order_id as varchar) as order_id,
    cast(null as varchar) as shop_id,
    cast(created_at as timestamp) as ordered_at,
    cast(amount as decimal(12, 2)) as amount
from read_csv('seeds/web_orders.csv')
