{#- The raw rows of a source, as a query for the head of its staging model: row_id, load_date, file,
    line_number; `defect`, why a row cannot be read, null when it can; `raw`, its text;
    `document`, the JSON object of those that can be read. With `is_text` the rows are lines of text and
    no JSON: `raw` is all that there is, and `document` null. -#}
{% macro raw_events(source_name, is_text=false) -%}
    {#- new files are known before they are read -#}
    {%- do ref('landing_files') -%}
    select
        row_id,
        load_date,
        file,
        line_number,
        defect,
        -- most end in no line end, and to take one away is slow
        case
            when raw like '%}' then raw
            else trim(trailing chr(13) || chr(10) from raw)
        end as raw,
        case when defect is null then document end as document
    from (
        select
            row_id,
            load_date,
            file,
            line_number,
            raw,
            document,
            {{ reading_defect('defect', 'raw' if is_text else 'document', is_text) }} as defect
        from {{ source(source_name, 'events') }}
    ) as judged
{%- endmacro %}
