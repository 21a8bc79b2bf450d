select customer_id, count(*) as purchases, sum(amount) as revenue
from {{ ref('stg_purchases') }}
group by customer_id
