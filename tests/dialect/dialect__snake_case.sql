with

cases as (

    select
        'page_view' as text,
        'page_view' as expected
    union all
    select
        'ctaTapped' as text,
        'cta_tapped' as expected
    union all
    select
        'HTTPRequest' as text,
        'http_request' as expected
    union all
    select
        'getHTTPResponse' as text,
        'get_http_response' as expected
    union all
    select
        'step2Done' as text,
        'step2_done' as expected
    union all
    select
        'ABC' as text,
        'abc' as expected
    union all
    select
        'Page Viewed' as text,
        'page_viewed' as expected
    union all
    -- a run of other characters is one underscore, and none at the ends
    select
        '$pageview' as text,
        'pageview' as expected
    union all
    select
        '  Cart -- Added! ' as text,
        'cart_added' as expected
    union all
    select
        'a.b/c' as text,
        'a_b_c' as expected
    union all
    select
        'it''s' as text,
        'it_s' as expected
    union all
    -- letters and digits of any script stay, in lower case
    select
        'Überprüfung Größe' as text,
        'überprüfung_größe' as expected
    union all
    select
        'größeÄndern' as text,
        'größe_ändern' as expected
    union all
    select
        'Оплата Прошла' as text,
        'оплата_прошла' as expected
    union all
    select
        '購入 完了' as text,
        '購入_完了' as expected
    union all
    -- marks that a letter carries stay with it
    select
        'नमस्ते' as text,
        'नमस्ते' as expected
    union all
    select
        '!!! ' as text,
        '' as expected
    union all
    select
        '' as text,
        '' as expected
    union all
    select
        cast(null as {{ dbt.type_string() }}) as text,
        null as expected
    union all
    select
        'İndirildi' as text,
        'indirildi' as expected
    union all
    select
        'ΑΓΟΡΑΣ' as text,
        'αγορασ' as expected

),

actual as (

    select
        text,
        expected,
        {{ snake_case('text') }} as actual
    from cases

)

select * from actual
where actual is distinct from expected
