{#- The records of one table (`<source>/<table>`) that can be read, as a query for the head of its
    staging model: row_id, load_date, content_hash and document, the record as a JSON object. -#}
{% macro records_of(table_name) -%}
    select
        row_id,
        load_date,
        content_hash,
        document
    from {{ ref('landing_records') }}
    where table_name = '{{ table_name }}' and document is not null
{%- endmacro %}
