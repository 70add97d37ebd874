{#- The rows of a table of Salesforce's and of its other layouts as a query: row_id, load_date,
    object_type (what the API says it is) and document, whose members are named in snake_case without
    underscores at the ends, so that `ParentId` of the API is `parent_id` of Fivetran, and
    `account_id__c` is `account_id_c`. -#}
{% macro salesforce_rows(table) -%}
    select
        row_id,
        load_date,
        {{ json_inner('document', 'attributes.type') }} as object_type,
        {{ json_snake_cased('document') }} as document
    from (
        select
            row_id,
            load_date,
            -- a row without white space, too
            {{ json_without('document', ['_file', '_line']) }} as document
        from (
            {{ records_in_layouts('salesforce', table) }}
        ) as landed
    ) as shortened
{%- endmacro %}
