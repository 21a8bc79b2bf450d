select customers.customer_id, customers.email, coalesce(purchases.revenue, 0) as revenue
from {{ ref('stg_customers') }} as customers
left join {{ ref('purchases_by_customer') }} as purchases using (customer_id)
