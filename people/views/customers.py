"""Customers and their sites."""

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from people.customer_panels import panels_for
from people.directory import customers_for
from people.forms.customers import CustomerForm, SiteForm
from people.models import Contact, Customer, Region, Site
from people.views.doors import NAMED, Asked, context, holding, needs, page_of, words_typed
from people.views.editing import edit, locked


@require_safe
@needs("customers", "see")
def customers(request: Asked) -> HttpResponse:
    in_use = Q(is_active=request.GET.get("state") != "off")
    found = customers_for(request.user).filter(in_use, holding(NAMED, words_typed(request)))
    if request.GET.get("region") in Region.values:
        found = found.filter(region=request.GET["region"])
    counted = found.annotate(
        site_count=Count("sites", distinct=True),
        contact_count=Count("contacts", filter=Q(contacts__is_active=True), distinct=True),
    )
    told = {
        "page": page_of(counted.order_by("name", "pk"), request),
        "regions": Region.choices,
        "asked": {name: request.GET.get(name, "") for name in ("region", "state")},
    }
    return render(request, "people/customers.html", context(request, **told))


@require_safe
@needs("customers", "see")
def customer(request: Asked, pk: int) -> HttpResponse:
    row = get_object_or_404(customers_for(request.user), pk=pk)
    contacts = Contact.objects.filter(customer=row, is_active=request.GET.get("state") != "off")
    told = {
        "customer": row,
        "sites": row.sites.annotate(contact_count=Count("contacts")),
        "page": page_of(
            contacts.select_related("site").prefetch_related("phone_numbers").order_by("name", "pk"), request
        ),
        "panels": panels_for(row, request.user),
        "state": request.GET.get("state", ""),
    }
    return render(request, "people/customer.html", context(request, **told))


def _page(row: Customer) -> str:
    return reverse("people:customer", args=[row.pk])


@needs("customers", "edit")
def new_customer(request: Asked) -> HttpResponse:
    return edit(request, CustomerForm, Customer, template="people/customer_form.html", go_on=_page)


@needs("customers", "edit")
def edit_customer(request: Asked, pk: int) -> HttpResponse:
    return edit(
        request,
        CustomerForm,
        lambda: locked(request, customers_for(request.user), pk),
        template="people/customer_form.html",
        go_on=_page,
    )


@needs("customers", "edit")
def new_site(request: Asked, customer: int) -> HttpResponse:
    owner = get_object_or_404(customers_for(request.user), pk=customer)
    return edit(
        request,
        SiteForm,
        lambda: Site(customer=owner),
        template="people/site_form.html",
        go_on=lambda site: _page(owner),
        customer=owner,
    )


@needs("customers", "edit")
def edit_site(request: Asked, pk: int) -> HttpResponse:
    mine = Site.objects.filter(customer__in=customers_for(request.user)).select_related("customer")
    site = get_object_or_404(mine, pk=pk)
    return edit(
        request,
        SiteForm,
        lambda: locked(request, mine, pk),
        template="people/site_form.html",
        go_on=lambda site: _page(site.customer),
        customer=site.customer,
    )
